"""A bucket of moto's S3 server, in this process, for vaults that lie elsewhere."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

BUCKETS = (f"papers-{number}" for number in itertools.count())  # moto keeps them as long as the process lives


@contextmanager
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The fsspec address of a vault in an empty bucket, and in the environment what leads there."""
    import boto3
    import s3fs
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        for variable, value in {
            "AWS_ENDPOINT_URL": f"http://{host}:{port}",
            "AWS_ACCESS_KEY_ID": "invented",
            "AWS_SECRET_ACCESS_KEY": "invented",
            "AWS_DEFAULT_REGION": "ap-south-1",
            "AWS_CONFIG_FILE": "/dev/null",
            "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
            "AWS_EC2_METADATA_DISABLED": "true",
        }.items():
            monkeypatch.setenv(variable, value)
        name, where = next(BUCKETS), {"LocationConstraint": "ap-south-1"}
        boto3.client("s3").create_bucket(Bucket=name, CreateBucketConfiguration=where)
        yield f"s3://{name}/vault"
    finally:
        s3fs.S3FileSystem.clear_instance_cache()  # it remembers the address of this server
        server.stop()
