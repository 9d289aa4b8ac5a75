"""The pieces a page is built from; README.md is their list."""

from datetime import date, datetime
from functools import lru_cache
from html import escape

from django import template
from django.template.loader import render_to_string
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from lucide.templatetags.lucide import lucide

from boxholder.web import fields, moments, payment_cards, toasts
from boxholder.web.amounts import say_amount
from boxholder.web.stencil import draw_alike, draw_rows

register = template.Library()

NOTHING = "–"
TONES = {"good": "circle-check", "wait": "clock", "bad": "circle-alert", "info": "info", "neutral": "circle-dot"}
NOTICES = {"info": "info", "warning": "triangle-alert", "danger": "octagon-alert", "success": "circle-check"}
TOASTS = {**NOTICES, "error": "octagon-alert", "debug": "info"}
VERDICTS = {
    "fits": ("circle-check", gettext_lazy("Fits")),
    "does_not_fit": ("circle-x", gettext_lazy("Does not fit")),
    "warning": ("triangle-alert", gettext_lazy("Warning")),
    "waiting": ("circle-dashed", gettext_lazy("Waiting")),
    "not_verified": ("circle-question-mark", gettext_lazy("Could not be verified")),
}


def partial(name: str, **given) -> SafeString:
    return render_to_string(f"web/_{name}.html", given)


register.simple_tag(draw_rows)
register.simple_tag(draw_alike)


# --- Icons, amounts, moments


@register.simple_tag
def icon(name: str, *, size: int = 18, label: str | None = None) -> SafeString:
    return _icon(str(name), size, str(label or ""))


@lru_cache(maxsize=512)
def _icon(name: str, size: int, label: str) -> SafeString:
    spoken = {"role": "img", "aria-label": label} if label else {"aria-hidden": "true"}
    return mark_safe(lucide(name, size=size, **{"class": "icon", "focusable": "false", **spoken}))


@register.filter(name="money")
def money_text(amount) -> str:
    return NOTHING if amount is None else say_amount(amount)


@register.simple_tag
def money(amount) -> SafeString:
    return format_html('<span class="money">{}</span>', money_text(amount))


@register.filter
def nice_date(when: date | None) -> str:
    return _moment(when, moments.say_date)


@register.filter
def nice_time(when: datetime | None) -> str:
    return _moment(when, moments.say_time)


def _moment(when, say) -> str:
    if when is None:
        return NOTHING
    local = moments.local(when)
    stamp = local.isoformat(timespec="seconds") if isinstance(local, datetime) else local.isoformat()
    # A list says fifty: format_html would take longer for one than all the rest.
    return mark_safe(
        f'<time datetime="{stamp}" title="{escape(moments.say_in_full(local))}">{escape(say(local))}</time>'
    )


# --- Forms


@register.simple_tag
def field(
    bound,
    *,
    label=None,
    hint=None,
    prefix="",
    suffix="",
    copy=False,
    reveal=False,
    help="",
    help_title=None,
    size="full",
) -> SafeString:
    if bound.is_hidden:
        return bound.as_widget()

    hint = bound.help_text if hint is None else hint
    described_by = fields.describe_by(bound, hint=hint)
    return partial(
        "field",
        field=bound,
        control=fields.control(bound, described_by=described_by),
        described_by=described_by,
        shape=fields.shape(bound),
        label=bound.label if label is None else label,
        hint=hint,
        prefix=prefix,
        suffix=suffix,
        copy=copy,
        reveal=reveal,
        help=help,
        help_title=help_title or _("Where do I find this?"),
        size=size,
    )


@register.inclusion_tag("web/_form_errors.html")
def form_errors(*forms) -> dict:
    return {"errors": fields.errors_of(forms)}


@register.inclusion_tag("web/_search_field.html")
def search_field(value="", *, name="q", placeholder=None, label=None) -> dict:
    label = label or _("Search")
    return {"value": value or "", "name": name, "placeholder": placeholder or label, "label": label}


# --- Small pieces


@register.inclusion_tag("web/_chip.html")
def chip(label, *, tone="neutral", icon=None) -> dict:
    return {"label": label, "tone": tone, "icon": icon or TONES[tone]}


@register.inclusion_tag("web/_pigeonhole.html")
def pigeonhole(pmb, *, href=None, large=False) -> dict:
    return {"pmb": pmb, "href": href, "large": large}


@register.inclusion_tag("web/_card_brand.html")
def card_brand(card, *, default=False) -> dict:
    return {
        "card": card,
        "name": payment_cards.brand_name(card.brand),
        "expiry": payment_cards.expiry(card),
        "is_expired": payment_cards.is_expired(card),
        "default": default,
    }


@register.inclusion_tag("web/_copy.html")
def copy(text, *, label=None) -> dict:
    return {"text": text, "label": label}


@register.inclusion_tag("web/_progress.html")
def progress(done, total, *, label="", left="", url="") -> dict:
    return {"done": done, "total": total, "label": label, "left": left, "url": url, "is_done": done >= total}


@register.inclusion_tag("web/_stat.html")
def stat(label, value, *, href=None, hint="", tone="neutral", icon=None) -> dict:
    return {"label": label, "value": value, "href": href, "hint": hint, "tone": tone, "icon": icon}


@register.inclusion_tag("web/_checklist.html")
def checklist(lines) -> dict:
    return {"lines": [{"line": line, "icon": icon, "word": word} for line, (icon, word) in map(_judged, lines)]}


def _judged(line):
    verdict = line["verdict"] if isinstance(line, dict) else line.verdict
    return line, VERDICTS[str(verdict)]


@register.inclusion_tag("web/_toast.html", takes_context=True)
def toast(context, message) -> dict:
    return {
        "message": message,
        "icon": TOASTS.get(message.level_tag, "info"),
        "undo_url": toasts.undo_url(message),
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("web/_gallery.html")
def gallery(pictures, *, url_name, title) -> dict:
    return {"pictures": pictures, "url_name": url_name, "title": title}


# --- Ways around


@register.inclusion_tag("web/_tabs.html")
def tabs(entries, *, label=None) -> dict:
    return {"entries": entries, "label": label or _("Sections of this page")}


@register.inclusion_tag("web/_filters.html")
def filters(entries, *, label=None) -> dict:
    return {"entries": entries, "label": label or _("Filter")}


@register.inclusion_tag("web/_pagination.html")
def pagination(*, newer=None, older=None, summary="", newer_label=None, older_label=None) -> dict:
    return {
        "newer": newer,
        "older": older,
        "summary": summary,
        "newer_label": newer_label or _("Newer"),
        "older_label": older_label or _("Older"),
    }


# --- Pieces with a body


@register.simple_block_tag
def notice(content, kind="info", *, title="") -> SafeString:
    return partial("notice", content=content, kind=kind, title=title, icon=NOTICES[kind])


@register.simple_block_tag
def empty(content, icon, title) -> SafeString:
    return partial("empty", content=content, icon=icon, title=title)


@register.simple_block_tag
def describe(content, *, columns=1) -> SafeString:
    return partial("describe", content=content, columns=columns)


@register.simple_block_tag
def timeline_item(content, title, *, at=None, by="", icon=None, tone="neutral") -> SafeString:
    given = {"title": title, "at": at, "by": by, "icon": icon or TONES[tone], "tone": tone}
    return partial("timeline_item", content=mark_safe(content.strip()), **given)


@register.simple_block_tag(takes_context=True)
def confirm(
    context,
    content,
    label,
    *,
    title=None,
    action="",
    submit=None,
    tone="primary",
    icon=None,
    variant="",
    form_id="",
    method="post",
    shortcut="",
) -> SafeString:
    return partial(
        "confirm",
        content=content,
        label=label,
        title=title or label,
        action=action,
        submit=submit or label,
        tone=tone,
        icon=icon,
        variant=variant,
        form_id=form_id,
        method=method,
        shortcut=shortcut,
        csrf_token=context.get("csrf_token"),
    )


# --- For the frames


@register.simple_tag(takes_context=True)
def page_title(context) -> SafeString:
    """The `title` block once more: a page names itself once, for <title> and for <h1>."""
    block = context.render_context[BLOCK_CONTEXT_KEY].get_block("title")
    return mark_safe(block.nodelist.render(context).strip())
