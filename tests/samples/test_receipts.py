"""The simulated office: the same seed gives the same marks, its truth is what was drawn, and every habit occurs."""

from __future__ import annotations

import dataclasses
import io
import json
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from rules import catalogue, strip
from rules.findings import FractionBox
from rules.letters import Language, OwnField
from rules.text import Text
from samples.office import Counter, rasterised, sign_ours
from samples.plan import Plan, deal_plans, handed_on, resolution
from samples.receipts import simulate
from samples.truth import Damage, Handed, Mark, OfficeName, Spot, Writing

PLACE = Text("Basanti, South 24 Parganas", "বাসন্তী, দক্ষিণ ২৪ পরগনা")
OFFICE = OfficeName(
    Text("Office of the Block Development Officer, Basanti", "সমষ্টি উন্নয়ন আধিকারিকের করণ, বাসন্তী"),
    Text("Block Development Officer", "সমষ্টি উন্নয়ন আধিকারিক"),
    PLACE,
    "BDO-BST",
)
SIGNATURE = OwnField(1, strip.Box(120.0, 196.0, 180.0, 212.0).fractions())


def blank_pdf(pages: int = 1) -> bytes:
    """A4 pages with a few black lines where text would stand; no LibreOffice needed."""
    sheet = np.full((1169, 827, 3), 255, np.uint8)
    for row in range(150, 700, 28):
        sheet[row : row + 10, 110:720] = 40
    images = [Image.fromarray(sheet) for _ in range(pages)]
    out = io.BytesIO()
    images[0].save(out, "PDF", save_all=True, append_images=images[1:], resolution=100)
    return out.getvalue()


def handed(count: int, pages: int = 1) -> list[Handed]:
    pdf = blank_pdf(pages)
    names = [f"REF-{number}" for number in range(count)]
    return [Handed(name, pdf, OFFICE, date(2026, 1, 5), (SIGNATURE,), Language.BENGALI) for name in names]


def quiet_plan(**changes: object) -> Plan:
    """A ring stamp on free paper with its date, no number, and nothing else."""
    plan = Plan(
        True, "ring", Language.ENGLISH, "violet", Spot.STAMP, Writing.TYPED, None, Writing.PEN, False, False, False,
        Damage.LIGHT, "jpeg", False,
    )  # fmt: skip
    return dataclasses.replace(plan, **changes)  # type: ignore[arg-type]


def marked(plan: Plan, seed: int = 3, own: tuple[OwnField, ...] = ()) -> tuple[np.ndarray, np.ndarray, list[Mark]]:
    """Page 1 before and after the office had it, at 200 dpi, and the marks."""
    before = rasterised(blank_pdf(), 200)[0].image.copy()
    sheets = rasterised(blank_pdf(), 200)
    rng = np.random.default_rng(seed)
    sign_ours(sheets, own, rng)
    counter = Counter(sheets, own, plan, OFFICE, rng)
    counter.receive(date(2026, 1, 12), "1247/26")
    return before, sheets[0].image, counter.marks


def ink_in(before: np.ndarray, after: np.ndarray, box: FractionBox) -> float:
    """The share of a box that got darker."""
    rows, columns = before.shape[:2]
    x0, y0, x1, y1 = (round(v * size) for v, size in zip(box, (columns, rows, columns, rows), strict=True))
    darker = before[y0:y1, x0:x1].astype(int) - after[y0:y1, x0:x1].astype(int)
    return float((darker.max(axis=2) > 40).mean())


def test_same_seed_same_files(tmp_path: Path) -> None:
    """Two runs with one seed write the same truth and the same bytes."""
    first = simulate(handed(2), seed=5, out=tmp_path / "a", on=date(2026, 2, 1))
    second = simulate(handed(2), seed=5, out=tmp_path / "b", on=date(2026, 2, 1))
    assert first == second
    files = sorted(path.name for path in (tmp_path / "a" / "inbox").iterdir())
    assert files
    for name in files:
        assert (tmp_path / "a" / "inbox" / name).read_bytes() == (tmp_path / "b" / "inbox" / name).read_bytes()


def test_other_seed_other_marks() -> None:
    """Another seed deals other habits and sets the stamp elsewhere."""
    assert deal_plans(5, 20) != deal_plans(6, 20)
    _, _, first = marked(quiet_plan(), seed=5)
    _, _, second = marked(quiet_plan(), seed=6)
    assert first[0].box != second[0].box


def test_truth_beside_the_inbox_is_labelled(tmp_path: Path) -> None:
    """truth.json stands outside the inbox, says that it is simulated, and names every file in the inbox."""
    simulate(handed(2, pages=2), seed=8, out=tmp_path, on=date(2026, 2, 1))
    written = json.loads((tmp_path / "truth.json").read_text(encoding="utf-8"))
    assert written["label"].startswith("SIMULATED")
    named = {page["file"] for one in written["truth"] for page in one["files"]}
    assert named == {path.name for path in (tmp_path / "inbox").iterdir()}


@pytest.mark.parametrize("count", [10, 30, 61])
@pytest.mark.parametrize("seed", [1, 17, 1001])
def test_at_most_two_in_five_use_the_strip(seed: int, count: int) -> None:
    """However small the batch, at most two of five papers that come back have their strip used."""
    back = [plan for plan in deal_plans(seed, count) if plan.returned]
    assert 0 < sum(plan.strip_used for plan in back) <= 0.4 * len(back)


def test_every_habit_occurs() -> None:
    """A batch of thirty holds every stamp, ink, damage and container, copies, photographs, undated and lost papers."""
    plans = deal_plans(2, 30)
    assert {plan.stamp for plan in plans} == {"ring", "box", "dater", "pen", "slip"}
    assert {plan.ink for plan in plans} == {"blue", "violet", "red", "black"}
    assert {plan.damage for plan in plans} == set(Damage)
    assert {plan.container for plan in plans} >= {"jpeg", "png", "pdf"}
    assert {plan.language for plan in plans} == set(Language)
    for habit in ("photocopy", "phone", "cover_qr", "other_date"):
        assert {getattr(plan, habit) for plan in plans} == {True, False}
    assert any(plan.date_spot is None for plan in plans)
    assert any(not plan.returned for plan in plans)


@pytest.mark.parametrize(
    "plan",
    [
        quiet_plan(),
        quiet_plan(stamp="box", number_spot=Spot.STAMP, date_writing=Writing.PEN),
        quiet_plan(stamp="dater", number_spot=Spot.MARGIN, number_writing=Writing.TYPED),
        quiet_plan(stamp="pen", date_spot=Spot.OVER_TEXT, number_spot=Spot.MARGIN, language=Language.BENGALI),
        quiet_plan(stamp="slip", date_spot=Spot.SLIP, number_spot=Spot.SLIP),
        quiet_plan(date_spot=Spot.STRIP, date_writing=Writing.PEN, number_spot=Spot.STRIP),
    ],
    ids=lambda plan: f"{plan.stamp}-{plan.date_spot}",
)
def test_ink_is_where_truth_says(plan: Plan) -> None:
    """Each mark's box in the truth holds new ink; its value and spot are those that were planned."""
    before, after, marks = marked(plan)
    assert {mark.fact for mark in marks} == {"received_date"} | ({"diary_no"} if plan.number_spot else set())
    for mark in marks:
        assert mark.value == ("2026-01-12" if mark.fact == "received_date" else "1247/26")
        assert mark.spot is (plan.date_spot if mark.fact == "received_date" else plan.number_spot)
        assert ink_in(before, after, mark.box) > 0.01


def test_undated_paper_has_no_date() -> None:
    """A plan without a date draws none and the truth holds none."""
    _, _, marks = marked(quiet_plan(date_spot=None))
    assert marks == []


def test_own_ink_is_no_fact_of_the_office() -> None:
    """Her signature or thumb is drawn in her own field and is not among the office's marks."""
    before, after, marks = marked(quiet_plan(date_spot=None), own=(SIGNATURE,))
    assert ink_in(before, after, SIGNATURE.box) > 0.01
    assert marks == []


def test_a_later_endorsement_is_not_the_receipt() -> None:
    """A clerk's own date is in the truth as another date, later than the receipt."""
    _, _, marks = marked(quiet_plan(other_date=True))
    dates = {mark.fact: mark.value for mark in marks}
    assert dates["received_date"] == "2026-01-12"
    assert dates["other_date"] > "2026-01-12"


def test_covered_code_is_covered() -> None:
    """A plan to cover a code puts ink on one of the two QR squares."""
    before, after, _ = marked(quiet_plan(cover_qr=True))
    assert max(ink_in(before, after, box.fractions()) for box in strip.QR_BOXES) > 0.02


def test_handed_in_on_a_working_day_before_the_scan() -> None:
    """The day is one on which offices are open, not before printing and not after the scan."""
    calendar = catalogue.load().calendar
    rng = np.random.default_rng(1)
    for _ in range(50):
        day = handed_on(rng, date(2026, 1, 23), date(2026, 1, 28), calendar)
        assert date(2026, 1, 27) <= day <= date(2026, 1, 28)


def test_resolution_is_within_the_range_of_scanners() -> None:
    """Scans and photographs are made at 100 to 300 dots per inch."""
    rng = np.random.default_rng(1)
    values = {resolution(rng, plan) for plan in deal_plans(4, 40)}
    assert min(values) >= 100
    assert max(values) <= 300
