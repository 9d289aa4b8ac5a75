"""CONFORMANCE.md claims nothing without a source and a test that exists."""

import ast
import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent
TABLE = HERE.parents[1] / "stripe_simulator" / "CONFORMANCE.md"
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in TABLE.read_text().splitlines()
    if line.startswith("|") and not line.startswith(("| behaviour", "|---"))
]


def names_in(file):
    return {node.name for node in ast.parse((HERE / file).read_text()).body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0][:60])
def test_a_claim_has_a_source_and_a_test(row):
    behaviour, source, test = row
    file, name = re.fullmatch(r"`(test_\w+\.py)::(test_\w+)`", test).groups()

    assert behaviour
    assert source
    assert name in names_in(file)


def test_there_are_claims():
    assert len(ROWS) > 80
