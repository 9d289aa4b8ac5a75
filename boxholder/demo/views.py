"""The demo's own pages: where to begin, and the e-mails that were sent. Mounted by `make run` only."""

import io
import json
import re
import urllib.request
import zipfile

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace, csp_update
from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from boxholder.demo import mailroom
from boxholder.demo.harbor import LOG_INS, SLUG
from boxholder.demo.words import TEST_CARDS, key_values
from boxholder.notifications.models import OutboxEmail
from boxholder.operators.models import Operator

AS_A_MAIL_PROGRAM = {
    "default-src": [NONE],
    "img-src": [SELF],
    "style-src": [UNSAFE_INLINE],
    "frame-ancestors": [SELF],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
}

_LINK = re.compile(r"https?://[^\s<]+")


@never_cache
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    context = {
        "harbor": Operator.objects.filter(slug=SLUG).first(),
        "log_ins": [{"who": who, "email": email, "password": password} for who, email, password in LOG_INS],
        "stripe_values": _stripe_values(),
        "test_cards": [{"number": number, "what": what} for number, what in TEST_CARDS],
        "e_mails": OutboxEmail.objects.count(),
    }
    return render(request, "demo/start.html", context)


@never_cache
@require_safe
def sample_mail(request: HttpRequest) -> FileResponse:
    """Twenty photographs and a scanner's PDF, to try the intake with."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as bundle:
        for file in sorted(mailroom.sample_mail().iterdir()):
            bundle.write(file, f"sample-mail/{file.name}")
    content.seek(0)
    return FileResponse(content, as_attachment=True, filename="sample-mail.zip")


@never_cache
@require_safe
def e_mails(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()
    found = OutboxEmail.objects.filter(to__icontains=words)[:200]
    return render(request, "demo/e_mails.html", {"e_mails": found, "words": words})


@never_cache
@require_safe
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]  # its types know no address with a part to fill in
def e_mail(request: HttpRequest, pk) -> HttpResponse:
    email = get_object_or_404(OutboxEmail, pk=pk)
    return render(request, "demo/e_mail.html", {"e_mail": email, "text": _with_links(email.text)})


@never_cache
@require_safe
@xframe_options_sameorigin
@csp_replace(AS_A_MAIL_PROGRAM)  # type: ignore[arg-type]
def e_mail_as_html(request: HttpRequest, pk) -> HttpResponse:
    """As a mail program shows it: no script, nothing of this site within reach, links in a window of their own."""
    return HttpResponse(get_object_or_404(OutboxEmail.objects.exclude(html=""), pk=pk).html)


def _stripe_values() -> dict[str, str]:
    """The three values to paste, as the simulator tells them; none while it does not answer."""
    try:
        with urllib.request.urlopen(f"{settings.STRIPE_SIMULATOR_URL}/_simulator/accounts", timeout=5) as answer:
            return key_values(json.load(answer))
    except OSError:
        return {}


def _with_links(text: str) -> SafeString:
    return mark_safe(_LINK.sub(lambda link: f'<a href="{link[0]}">{link[0]}</a>', escape(text)))
