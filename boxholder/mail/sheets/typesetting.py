"""Setting a sheet: a Typst template of this folder, and everything it says as data.

Words never become markup, so a name like `#panic()` is printed as it is. Nothing is fetched: the fonts are Typst's own,
and those of this machine where a script needs them.
"""

import json
from pathlib import Path
from typing import Any

import typst

FOLDER = Path(__file__).parent


def set_pdf(template: str, data: dict[str, Any]) -> bytes:
    return typst.compile(str(FOLDER / template), root=str(FOLDER), format="pdf", sys_inputs={"data": json.dumps(data)})
