"""How a picture is handed out, and how a refused one is explained; for both doors.

A door finds the Picture through what its visitor may reach, and hands it over. Same origin for all operators, so: a
file never runs as a page, whatever it holds, and nothing on the way keeps a copy.
"""

from pathlib import PurePosixPath

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.utils.translation import gettext as _

from boxholder.mail.models import ScannedPage, StoredPicture
from boxholder.mail.pictures import errors

TYPES = {".jpg": "image/jpeg", ".png": "image/png"}


def respond(picture: StoredPicture | ScannedPage, size: str) -> FileResponse:
    """The file in this size; the original as a download under its own name. 404 where it is purged, or no such size."""
    if size not in StoredPicture.Size.values or not (name := picture.name_of(StoredPicture.Size(size))):
        raise Http404
    try:
        file = default_storage.open(name)
    except FileNotFoundError as error:
        raise Http404 from error
    answer = FileResponse(
        file,
        content_type=TYPES[PurePosixPath(name).suffix],
        as_attachment=size == StoredPicture.Size.ORIGINAL,
        filename=PurePosixPath(picture.file_name).stem + PurePosixPath(name).suffix,
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cache-Control"] = "private, no-store"
    return answer


def refusal(error: errors.PictureRefused) -> str:
    """What is wrong with the file and what to do, in one or two sentences; its name stands beside them."""
    return str(_refusals()[type(error)])


def _refusals() -> dict[type[errors.PictureRefused], str]:
    return {
        errors.NotAPicture: _("Not a picture: JPEG, PNG, WebP, HEIC and PDF are taken."),
        errors.TooLarge: _("Larger than 50 MB. Send it smaller, or split the PDF."),
        errors.TornFile: _("The file is broken, or was cut off. Take the photograph again, or send the file anew."),
        errors.TooManyPixels: _("More pixels than can be opened here. Send it smaller: 50 megapixels are plenty."),
        errors.TooManyPages: _("More than 1,000 pages. Split the PDF and send the parts."),
        errors.NothingOnIt: _("Every page is blank. Was it laid into the scanner the wrong way round?"),
        errors.Encrypted: _("The PDF is protected with a password. Save it without one and send it again."),
        errors.StorageFull: _("The disk here is full, so it was not stored. Try again once there is room."),
        errors.SameBatch: _("The same PDF was taken in already."),
        errors.SamePicture: _("The same file is here already."),
    }
