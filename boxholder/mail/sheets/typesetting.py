"""Setting a sheet: a Typst template of this folder, and everything it says as data.

Words never become markup, so a name like `#panic()` is printed as it is. Nothing is fetched: the fonts are Typst's own,
Droid Sans Fallback for Chinese, Japanese and Korean letters, and those of this machine where another script needs them.
Only the letters that are printed go into the PDF.
"""

import json
from pathlib import Path
from typing import Any

import typst

FOLDER = Path(__file__).parent
# As Android ships it: Apache License 2.0, its LICENSE lies beside it.
FONTS = [FOLDER / "fonts"]


def set_pdf(template: str, data: dict[str, Any]) -> bytes:
    inputs = {"data": json.dumps(data)}
    fonts = [str(folder) for folder in FONTS]
    return typst.compile(str(FOLDER / template), root=str(FOLDER), format="pdf", sys_inputs=inputs, font_paths=fonts)
