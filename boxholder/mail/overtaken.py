"""Which automations never have their turn, as the first that fits a piece takes it, and others stand above them.

Only what is certain is said: of one for certain types, that those above it take each of these types; of one for certain
senders, that whoever it names is named above it, too, be it by fewer words ("Bank" is in "River Bank").
"""

from collections.abc import Iterable

from boxholder.mail.models import Automation

Which = Automation.Which
# An automation's key, and which take everything that it would.
Overtaken = dict[int, list[Automation]]


def overtaken(automations: Iterable[Automation]) -> Overtaken:
    """Of these, all of one mailbox and in their order. One that is off takes nothing, and misses nothing."""
    above: list[Automation] = []
    found: Overtaken = {}
    for automation in automations:
        if not automation.is_running:
            continue
        if takers := _takers(automation, above):
            found[automation.pk] = takers
        else:
            above.append(automation)
    return found


def takes_everything(automations: Iterable[Automation]) -> Automation | None:
    """After it none has its turn."""
    return next((each for each in automations if each.is_running and each.which == Which.EVERYTHING), None)


def _takers(automation: Automation, above: list[Automation]) -> list[Automation]:
    if everything := takes_everything(above):
        return [everything]
    like_it = [each for each in above if each.which == automation.which]
    if automation.which == Which.TYPES:
        return _all_found([[each for each in like_it if type in each.types] for type in automation.types])
    if automation.which == Which.SENDER:
        return _all_found([[each for each in like_it if _names(each, sender)] for sender in automation.senders])
    return []


def _names(automation: Automation, sender: str) -> bool:
    return any(words in sender for words in automation.senders)


def _all_found(takers: list[list[Automation]]) -> list[Automation]:
    """The first for each, in their order; none where something is left over."""
    if not all(takers):
        return []
    return sorted({each[0] for each in takers}, key=lambda automation: (automation.position, automation.pk))
