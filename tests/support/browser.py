"""A browser that is watched: whatever goes wrong in the console, in the policy or on the server fails the test."""

import os
import re
from pathlib import Path
from typing import Any

import playwright
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, expect

ROOT = Path(__file__).resolve().parents[2]
SHOTS = ROOT / "test-results"
PHOTOGRAPHS = bool(os.environ.get("BOXHOLDER_SCREENSHOTS"))
DRIVER = Path(playwright.__file__).parent / "driver/package/lib/coreBundle.js"
# Two pages that each window would load for suggestions below an address bar nobody sees; they cost more than the rest
# of the window.
SUGGESTIONS = ["WebUIOmniboxPopup", "WebUIOmniboxAimPopup"]


def _switched_off() -> list[str]:
    """Of each switch only the last counts: what Playwright switches off is said again, as it stands there."""
    listed = re.search(r"disabledFeatures = \[(.*?)\]", DRIVER.read_text(), re.DOTALL)
    assert listed, f"{DRIVER} does not list any more what it switches off"
    return [*re.findall(r'^\s*"(\w+)"', listed[1], re.MULTILINE), *SUGGESTIONS]


ARGUMENTS = [
    f"--disable-features={','.join(_switched_off())}",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A camera that shows a clock, and nobody who has to allow it.
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]
# A machine with two cores and much to do answers late, and nothing is wrong with it.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
NARROWEST = 320
# It would fetch every style sheet anew, for rules that are not asked about.
AXE = {"resultTypes": ["violations"], "preload": False}
# A refused card answers 402, a page that is not there 404: answers are judged by `_heard_response`, and the policy's
# refusals by the event (see Window), not by what the browser mutters about them later.
ECHO = re.compile(r"Failed to load resource: the server responded|Content Security Policy directive")
SETTLED = """async () => {
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))
    await Promise.allSettled(document.getAnimations().map(each => Promise.race([
        each.finished, new Promise(done => setTimeout(done, 1000))
    ])))
}"""
# Measuring and photographing a page put a <style> into it that no file of ours has written.
OUR_OWN = re.compile(r"Content-Security-Policy: style-src-elem refused inline at $")


class Window:
    """One person's browser. `page` is a Playwright Page; relative addresses begin at `base_url`."""

    def __init__(self, browser: Browser, base_url: str, name: str, *, phone: bool = False, **options: Any):
        self.name = name
        self.problems: list[str] = []
        self.tolerated: list[re.Pattern] = []
        self.context: BrowserContext = browser.new_context(
            base_url=base_url,
            viewport=PHONE if phone else DESKTOP,  # type: ignore[arg-type]
            has_touch=phone,
            locale="en-US",
            reduced_motion="reduce",
            **options,
        )
        self.context.set_default_timeout(PATIENCE)
        self.context.add_init_script(
            "addEventListener('securitypolicyviolation', e => console.error("
            "`Content-Security-Policy: ${e.violatedDirective} refused ${e.blockedURI || 'inline'} at ${e.sourceFile}`))"
        )
        self.context.on("console", self._heard_console)
        self.context.on("weberror", lambda error: self._problem(f"uncaught: {error.error}"))
        self.context.on("response", self._heard_response)
        self.page: Page = self.context.new_page()

    def tolerate(self, pattern: str) -> None:
        """What is meant to go wrong in this test: a pattern of the problem's text."""
        self.tolerated.append(re.compile(pattern))

    def shot(self, what: str = "") -> None:
        """A picture of the whole page in test-results/, to look at: with BOXHOLDER_SCREENSHOTS=1, as they take long."""
        if PHOTOGRAPHS:
            self._photograph(what)

    def _photograph(self, what: str) -> None:
        SHOTS.mkdir(exist_ok=True)
        path = SHOTS / f"{self.name}{'-' if what else ''}{what}.png"
        self.page.screenshot(path=path, full_page=True)

    def axe(self, within: str | None = None) -> None:
        """Fails on whatever axe finds inaccessible on the page, or within a selector."""
        # Light turned to dark, and what fades, is looked at when it is there.
        self.page.evaluate(SETTLED)
        # axe measures with inline styles, which the policy refuses: not the page's fault.
        self.listening = False
        found = Axe().run(self.page, context=within, options=AXE).response["violations"]
        self.page.evaluate("0")  # what was said until here has arrived now
        told = [
            "\n    ".join(
                [f"{each['id']} ({each['impact']}): {each['help']}", *(node["html"] for node in each["nodes"])]
            )
            for each in found
        ]
        assert not told, f"{self.page.url}\n" + "\n".join(told)

    def fits(self, what: str) -> None:
        """axe finds nothing, and nothing is scrolled sideways; in a phone's window, nor on the narrowest of phones."""
        # A click leads to a page that has hardly begun to arrive: there is nothing yet to be measured.
        self.page.wait_for_load_state()
        size = self.page.viewport_size
        assert size
        for width in (NARROWEST, size["width"]) if size["width"] <= PHONE["width"] else (size["width"],):
            self.page.set_viewport_size({"width": width, "height": size["height"]})
            wide = self.page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{self.page.url} is {wide} px wide at {width}"
        self.shot(what)
        self.axe()

    def close(self, *, failed: bool) -> None:
        """The last picture; then fail on whatever was noticed."""
        if self.page in self.context.pages and self.page.url != "about:blank":
            self._photograph("failed") if failed else self.shot()
        self.context.close()
        assert self.problems == [], f"The browser noticed: {self.problems}"

    def _heard_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not ECHO.search(message.text) and not OUR_OWN.match(message.text):
            self._problem(f"console: {message.text}")

    def _heard_response(self, response: Response) -> None:
        missing_file = response.status == 404 and "/static/" in response.url
        if response.status >= 500 or missing_file:
            self._problem(f"{response.status} {response.request.method} {response.url}")

    def _problem(self, text: str) -> None:
        if not any(pattern.search(text) for pattern in self.tolerated):
            self.problems.append(text)
