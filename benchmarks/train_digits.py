"""Trains and measures the recogniser of handwritten numerals (``extractors/models/digits.npz``).

    python -m benchmarks.train_digits --data FOLDER [--networks 1] [--rows 8000] [--epochs 12] [--measure-only]

Needs PyTorch (CPU, 2.13), which the product does not. FOLDER holds ``bengali-train.npz`` and ``latin-train.npz``, see
``extractors/models/README.md``. The last 80 of each numeral are for testing (simulated receipts are written with some
of them), the others are split 85 : 15 by seed into learning and calibration. Temperature, sharpness and thresholds are
fitted on the calibration ones; all figures printed are of the test ones, with damage from another seed.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Mapping, Sequence
from itertools import chain, pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks import digit_simulator as simulator
from benchmarks.digit_cases import READERS, SEED, Trial, boxes, pieces, split
from extractors import digits

Weights = dict[str, NDArray[Any]]

MARGIN = 1.5  # log-odds above the surest wrong reading of the calibration numerals


def draw(sources: simulator.Sources, rows: int, seed: int) -> tuple[NDArray[np.uint8], NDArray[np.int_]]:
    """What the network learns from, in ``rows`` rows of boxes and as many lines without: (n, 3, 32, 32) looks at 0, -5
    and 5 degrees, 0..255, and (n,) classes."""
    pictures, labels = [], []
    for crops, classes in chain(boxes(sources, rows, seed + 1), pieces(sources, rows, seed + 2)):
        pictures += [(digits.look(crop)[:3] * 255).astype(np.uint8) for crop in crops]
        labels += classes
    return np.stack(pictures), np.array(labels)


def train(pictures: NDArray[np.uint8], labels: NDArray[np.int_], epochs: int, seed: int) -> Weights:
    """Weights of one network, batch norms folded into the convolutions."""
    import torch
    from torch import nn

    torch.manual_seed(seed)
    torch.set_num_threads(2)
    started = time.monotonic()
    x, y = torch.from_numpy(pictures), torch.from_numpy(labels)
    layers: list[nn.Module] = []
    for before, after, size, pool in ((1, 16, 5, True), (16, 32, 3, True), (32, 48, 3, False), (48, 64, 3, True)):
        layers += [nn.Conv2d(before, after, size, padding=size // 2, bias=False), nn.BatchNorm2d(after), nn.ReLU()]
        layers += [nn.MaxPool2d(2)] if pool else []
    network = nn.Sequential(*layers, nn.Flatten(), nn.Dropout(0.35), nn.Linear(64 * 16, digits.CLASSES))
    batch = 256
    optimiser = torch.optim.AdamW(network.parameters(), lr=3e-3, weight_decay=0.02)
    steps = epochs * (len(x) // batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 6e-3, total_steps=steps)
    loss_of = nn.CrossEntropyLoss(label_smoothing=0.02)
    for epoch in range(epochs):
        network.train()
        order = torch.randperm(len(x))
        total = 0.0
        for start in range(0, len(x) - batch + 1, batch):
            chosen = order[start : start + batch]
            view = x[chosen, torch.randint(3, (batch,))].float() / 255
            shift = torch.randint(-2, 3, (2,)).tolist()
            view = torch.roll(view, shift, dims=(1, 2)) * (0.8 + 0.2 * torch.rand(batch, 1, 1))
            loss = loss_of(network(view[:, None]), y[chosen])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            total += float(loss.detach())
        print(
            f"epoch {epoch + 1}: loss {total / (len(x) // batch):.4f}, {time.monotonic() - started:.0f} s", flush=True
        )
    network.eval()
    return _folded(network)


def _folded(network: object) -> Weights:
    from torch import nn

    assert isinstance(network, nn.Sequential)
    convolutions = [layer for layer in network if isinstance(layer, nn.Conv2d)]
    norms = [layer for layer in network if isinstance(layer, nn.BatchNorm2d)]
    weights: Weights = {}
    for index, (convolution, norm) in enumerate(zip(convolutions, norms, strict=True), start=1):
        factor = (norm.weight / (norm.running_var + norm.eps).sqrt()).detach()
        weights[f"conv{index}.weight"] = (convolution.weight.detach() * factor[:, None, None, None]).numpy()
        weights[f"conv{index}.bias"] = (norm.bias - norm.running_mean * factor).detach().numpy()
    last = network[-1]
    weights["out.weight"], weights["out.bias"] = last.weight.detach().numpy(), last.bias.detach().numpy()
    return weights


def store(weights: Weights, fitted: Mapping[str, float], path: Path | None = None) -> None:
    """Write the model as half-precision arrays to ``path``, or to where ``digits.MODEL`` says; have it read anew."""
    arrays = {name: array.astype(np.float16) for name, array in weights.items()}
    numbers = {name: np.float32(number) for name, number in fitted.items()}
    np.savez_compressed(path or digits.MODEL, **arrays, **numbers)
    digits._model.cache_clear()


def fit_temperature(scores: NDArray[np.float32], classes: NDArray[np.int_]) -> float:
    """The temperature under which the classes seen are likeliest; the two zeros count as one."""
    same = np.where(np.isin(classes, (0, 10)), 10 - classes, classes)

    def surprise(temperature: float) -> float:
        chances = digits.soften(scores, temperature)
        rows = np.arange(len(classes))
        hit = chances[rows, classes] + np.where(same != classes, chances[rows, same], 0)
        return float(-np.log(hit.clip(1e-9)).mean())

    return float(min(np.arange(0.4, 2.5, 0.02), key=surprise))


def raw_scores(crops: list[digits.Image], weights: Mapping[str, NDArray[Any]]) -> NDArray[np.float32]:
    parts = []
    for start in range(0, len(crops), 64):
        views = np.concatenate([digits.look(crop) for crop in crops[start : start + 64]])
        parts.append(
            digits.logits(views, weights)
            .reshape(-1, len(views) // len(crops[start : start + 64]), digits.CLASSES)
            .mean(axis=1)
        )
    return np.concatenate(parts)


def fit_sharpness(chances: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """The factor on the log-odds under which what was right and wrong is likeliest."""

    def surprise(sharpness: float) -> float:
        fitted = np.array([digits.sharpen(float(chance), sharpness) for chance in chances])
        return float(-np.log(np.where(right, fitted, 1 - fitted).clip(1e-9)).mean())

    return float(min(np.arange(0.2, 2.0, 0.02), key=surprise))


def strict_threshold(probabilities: NDArray[np.float64], right: NDArray[np.bool_], least: float) -> float:
    """A probability above which nothing was wrong, with a margin for rows not yet seen; never below ``least``."""
    worst = float(probabilities[~right].max(initial=0.0))
    if worst <= 0:
        return least
    bounded = min(worst, 1 - 1e-7)
    return max(least, float(1 / (1 + np.exp(-(np.log(bounded / (1 - bounded)) + MARGIN)))))


def calibrate(weights: Weights, sources: simulator.Sources, rows: int) -> dict[str, float]:
    """Temperature, and each reader's sharpness and thresholds, from the calibration numerals."""
    fitted = {"temperature": 1.0}
    store(weights, fitted)
    crops, classes = [], []
    for some, known in boxes(sources, max(100, rows // 4), SEED + 2):
        crops += some
        classes += known
    fitted["temperature"] = fit_temperature(raw_scores(crops, digits._model(digits.MODEL)), np.array(classes))
    store(weights, fitted)
    for name in READERS:
        fitted |= fit_reader(name, sources, rows)
    store(weights, fitted)
    return fitted


def fit_reader(name: str, sources: simulator.Sources, rows: int) -> dict[str, float]:
    """One reader's sharpness, threshold and least support: those that keep most of what leaves nothing wrong."""
    seed = SEED + 10 + list(READERS).index(name)
    trials = READERS[name](sources, rows if name == "date" else rows // 2, seed, None)
    read = [trial for trial in trials if trial.chance > 0]
    right = np.array([trial.right for trial in read])
    chances, support = np.array([trial.chance for trial in read]), np.array([trial.support for trial in read])
    sharpness = fit_sharpness(chances, right)
    probability = np.array([digits.sharpen(float(chance), sharpness) for chance in chances])
    best, threshold, least = -1, 1.0, 0.0
    for floor in (0.0, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5) if "date" in name else (0.0,):
        held = support >= floor
        strict = strict_threshold(probability[held], right[held], 0.99)
        kept = int((held & (probability >= strict)).sum())
        if kept >= best:
            best, threshold, least = kept, strict, floor
    print(f"calibrated {name} on {len(trials)}: {len(read)} read, {int((~right).sum())} wrong, {best} sure", flush=True)
    return {f"{name}_sharpness": sharpness, f"{name}_threshold": threshold, f"{name}_support": least}


def reliability(title: str, probabilities: NDArray[np.float64], right: NDArray[np.bool_]) -> None:
    """Print how often what was said with a probability was right."""
    print(f"\n{title}\n  said          n      mean said   right")
    edges = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 1.0000001)
    for low, high in pairwise(edges):
        inside = (probabilities >= low) & (probabilities < high)
        if inside.any():
            mean, share = probabilities[inside].mean(), right[inside].mean()
            print(f"  {low:.3f}-{min(high, 1):.3f} {inside.sum():7d}    {mean:8.4f} {share:8.4f}")


def measure_boxes(sources: simulator.Sources, rows: int) -> None:
    for level in simulator.LEVELS:
        crops, classes = [], []
        for some, known in boxes(sources, rows, SEED + 5, level):
            crops += some
            classes += known
        truth = np.array([None if known >= digits.EMPTY else known % 10 for known in classes])
        found = [digit for start in range(0, len(crops), 64) for digit in digits.recognise(crops[start : start + 64])]
        numeral = np.array([known is not None for known in truth])
        right = np.array([digit.value == known for digit, known in zip(found, truth, strict=True)])
        taken = np.array([digit.value is not None for digit in found])
        bengali = numeral & (np.array(classes) < 10)
        print(
            f"boxes, {level}: Bengali {right[bengali].mean():.4f}, Latin {right[numeral & ~bengali].mean():.4f} right; "
            f"no numeral or empty taken for one {taken[~numeral].mean():.4f}"
        )
        if level == "medium":
            said = np.array([digit.probability for digit in found])
            reliability("reliability of single boxes, medium damage, numerals, empty and no numerals", said, right)
            print()


def measure(sources: simulator.Sources, rows: int) -> None:
    """Print all figures of the test numerals; ``rows`` dates in boxes at each level, half as many of the rest."""
    kept = {name: float(value) for name, value in digits._model(digits.MODEL).items() if value.ndim == 0}
    print({name: round(value, 5) for name, value in kept.items()}, f"{digits.MODEL.stat().st_size / 1000:.0f} kB\n")
    measure_boxes(sources, max(50, rows // 8))
    for place, (name, reader) in enumerate(READERS.items()):
        said, was = [], []
        for level in simulator.LEVELS:
            trials = reader(sources, rows if name == "date" else rows // 2, SEED + 20 + place, level)
            probability = np.array([digits.sharpen(trial.chance, kept[f"{name}_sharpness"]) for trial in trials])
            support, right = np.array([trial.support for trial in trials]), np.array([trial.right for trial in trials])
            sure = (probability >= kept[f"{name}_threshold"]) & (support >= kept[f"{name}_support"])
            _print_kinds(f"{name}, {level}", trials, right, sure)
            read = np.array([trial.chance > 0 for trial in trials])
            said.append(probability[read])
            was.append(right[read])
        reliability(f"reliability of {name}, all damage and kinds", np.concatenate(said), np.concatenate(was))
        print(flush=True)
    crops = next(boxes(sources, 1, SEED))[0]
    started = time.perf_counter()
    for _ in range(20):
        digits.probabilities(crops)
    print(f"eight boxes in {(time.perf_counter() - started) / 20 * 1000:.0f} ms")


def _print_kinds(title: str, trials: Sequence[Trial], right: NDArray[np.bool_], sure: NDArray[np.bool_]) -> None:
    for kind in sorted({trial.kind for trial in trials}):
        of = np.array([trial.kind == kind for trial in trials])
        print(
            f"{title}, {kind}: {of.sum()}, likeliest is right {right[of].mean():.4f}, sure {sure[of].mean():.4f}, "
            f"sure and wrong {int((sure & ~right)[of].sum())}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with bengali-train.npz and latin-train.npz")
    parser.add_argument("--networks", type=int, default=1)
    parser.add_argument("--rows", type=int, default=8000, help="rows of eight boxes, and lines, to learn from")
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--calibrate", type=int, default=4000, help="rows to calibrate on")
    parser.add_argument("--measure", type=int, default=2500, help="dates per level of damage to measure")
    parser.add_argument("--measure-only", action="store_true", help="measure the model that is there")
    asked = parser.parse_args()
    cv2.setNumThreads(1)
    learning, calibration, test = split(asked.data)
    if not asked.measure_only:
        weights: Weights = {"networks": np.array(asked.networks)}
        for index in range(asked.networks):  # each sees other rows, and begins elsewhere
            seed = SEED + 1000 * index
            trained = train(*draw(learning, asked.rows, seed), asked.epochs, seed)
            weights |= {f"net{index}.{name}": array for name, array in trained.items()}
        product = digits.MODEL
        with TemporaryDirectory() as scratch:  # the product's model is replaced when all is fitted, not before
            digits.MODEL = Path(scratch) / "digits.npz"
            fitted = calibrate(weights, calibration, asked.calibrate)
        digits.MODEL = product
        store(weights, fitted)
        print("fitted:", fitted, flush=True)
    measure(test, asked.measure)


if __name__ == "__main__":
    main()
