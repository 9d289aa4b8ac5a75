"""What became of one file: taken in, here already, refused. Each is a row of the page, and a status for its script."""

from dataclasses import dataclass

from django.http import HttpRequest

from boxholder.mail import intake, scanning
from boxholder.mail.models import MailItem, Picture, ScannerBatch
from boxholder.mail.pictures.errors import PictureRefused, SameBatch, SamePicture, StorageFull
from boxholder.operator_site.views.mail.intake.splits import chosen_split
from boxholder.operators.models import Space
from boxholder.web.pictures import refusal

# 507: nothing is wrong with the file, and it may be sent again as it is.
STATUSES = {"taken": 201, "batch": 202, "same": 200, "refused": 422, "full": 507}


@dataclass(frozen=True)
class Outcome:
    name: str
    kind: str
    words: str = ""
    item: MailItem | None = None
    picture: Picture | None = None
    batch: ScannerBatch | None = None

    @property
    def status(self) -> int:
        return STATUSES[self.kind]


def take_in(request: HttpRequest, space: Space, file) -> Outcome:
    try:
        if intake.is_pdf(file):
            batch = scanning.take_in_pdf(space, file, by=request.user, name=file.name, split=chosen_split(request))
            return Outcome(file.name, "batch", batch=batch)
        taken = intake.take_in(space, file, by=request.user, name=file.name)
        return Outcome(file.name, "taken", item=taken.item, picture=taken.picture)
    except SamePicture as same:
        return Outcome(file.name, "same", refusal(same), item=same.item, picture=same.item.cover)
    except SameBatch as same:
        return Outcome(file.name, "same", refusal(same), batch=same.batch)
    except StorageFull as full:
        return Outcome(file.name, "full", refusal(full))
    except PictureRefused as refused:
        return Outcome(file.name, "refused", refusal(refused))
