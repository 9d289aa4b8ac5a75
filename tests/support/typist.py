"""A clerk at the keyboard: how many keys they needed, and how long they waited for the next picture after Enter."""

from playwright.sync_api import Page

# From the key going down to the frame in which the next picture, decoded, has been drawn.
WATCH = """() => {
  const deck = document.querySelector("[data-deck]");
  const first = () => deck.querySelector("[data-cards-here]").firstElementChild;
  window.waits = [];
  window.isWaiting = false;
  addEventListener("keydown", ({ key, timeStamp }) => {
    if (key !== "Enter") return;
    const before = first();
    window.isWaiting = true;
    const look = () => {
      const image = first()?.querySelector("img");
      if ("finished" in deck.dataset && !first()) return (window.isWaiting = false);
      if (!first() || first() === before || (image && !image.naturalWidth)) return requestAnimationFrame(look);
      requestAnimationFrame(() => requestAnimationFrame(() => {
        window.waits.push(performance.now() - timeStamp);
        window.isWaiting = false;
      }));
    };
    requestAnimationFrame(look);
  }, true);
}"""
AT = "() => Number(document.querySelector('[data-cards-here]').firstElementChild?.dataset.card) || null"


class Typist:
    def __init__(self, page: Page) -> None:
        self.page, self.keys = page, 0
        page.evaluate(WATCH)

    def press(self, *keys: str) -> None:
        """After Enter they look at the next picture before they go on."""
        for key in keys:
            self.page.keyboard.press(key)
            self.keys += 1
            if key == "Enter":
                self.page.wait_for_function("() => !window.isWaiting")

    @property
    def at(self) -> int | None:
        """The piece that is seen."""
        return self.page.evaluate(AT)

    @property
    def waits(self) -> list[float]:
        """In milliseconds."""
        return self.page.evaluate("() => window.waits")
