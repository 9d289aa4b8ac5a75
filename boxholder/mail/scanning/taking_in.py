"""A scanner's PDF arrives: looked at, kept whole, and the worker told."""

from functools import partial

from django.db import IntegrityError, transaction

from boxholder.mail.intake import is_pdf
from boxholder.mail.models import ScannerBatch
from boxholder.mail.pictures import pdf, preparing, storing
from boxholder.mail.pictures.errors import NotAPicture, SameBatch
from boxholder.mail.pictures.preparing import KeptFile
from boxholder.operators.models import Space


def take_in_requests(space: Space, file, *, by, name: str) -> ScannerBatch:
    """What was inside many pieces, a request's cover sheet before each. Raises PictureRefused."""
    if not is_pdf(file):
        raise NotAPicture
    return _take_in(space, file, by=by, name=name, purpose=ScannerBatch.Purpose.REQUESTS)


def take_in_pdf(space: Space, file, *, by, name: str, split: str) -> ScannerBatch:
    """Kept, and the worker told. Raises PictureRefused, see pictures/errors.py."""
    return _take_in(space, file, by=by, name=name, split=split)


def _take_in(space: Space, file, *, by, name: str, **how: str) -> ScannerBatch:
    data = pdf.read(file)
    with pdf.opened(data) as document:
        batch = ScannerBatch(
            operator=space.operator,
            space=space,
            file_name=name[-255:],
            fingerprint=preparing.fingerprint_of(data),
            byte_size=len(data),
            pages=document.pages,
            by=by,
            **how,
        )
    _refuse_the_same(batch)
    with storing.written(batch, {"batch": KeptFile("pdf", data)}) as names:
        batch.file = names["batch"]
        _keep(batch)
    return batch


def _refuse_the_same(batch: ScannerBatch) -> None:
    """Unless nothing of it is here any more."""
    earlier = ScannerBatch.objects.filter(operator=batch.operator, fingerprint=batch.fingerprint, undone_at=None)
    for same in earlier:
        if not same.is_finished or same.pictures.exists() or same.scanned_pages.open().exists():
            raise SameBatch(same)


def _keep(batch: ScannerBatch) -> None:
    from boxholder.mail.jobs import take_apart

    try:
        with transaction.atomic():
            batch.save(force_insert=True)
            transaction.on_commit(partial(take_apart, str(batch.pk)), robust=True)
    except IntegrityError:
        _refuse_the_same(batch)
        raise
