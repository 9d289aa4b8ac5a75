from boxholder.mail.models.absence import Absence
from boxholder.mail.models.action_request import ActionRequest
from boxholder.mail.models.alias import Alias
from boxholder.mail.models.automation import Automation
from boxholder.mail.models.automation_turn import AutomationTurn
from boxholder.mail.models.former_assignment import FormerAssignment
from boxholder.mail.models.left_behind import LeftBehind
from boxholder.mail.models.mail_item import MailItem
from boxholder.mail.models.notice import NewMailNotice
from boxholder.mail.models.notice_preference import NoticePreference
from boxholder.mail.models.parcel import PackingPhoto, Parcel
from boxholder.mail.models.pickup import Pickup
from boxholder.mail.models.picture import Picture
from boxholder.mail.models.piece_email import PieceEmail
from boxholder.mail.models.postage_limit import PostageLimit
from boxholder.mail.models.postage_question import PostageQuestion
from boxholder.mail.models.reading import Reading
from boxholder.mail.models.scanned_page import ScannedPage
from boxholder.mail.models.scanner_batch import ScannerBatch
from boxholder.mail.models.search import SearchBacklog, SearchIndex
from boxholder.mail.models.settings import MailSettings
from boxholder.mail.models.staff_notice import RequestNotices, ToldRequest
from boxholder.mail.models.storage_count import StorageCount
from boxholder.mail.models.stored_picture import StoredPicture

__all__ = [
    "Absence",
    "ActionRequest",
    "Alias",
    "Automation",
    "AutomationTurn",
    "FormerAssignment",
    "LeftBehind",
    "MailItem",
    "MailSettings",
    "NewMailNotice",
    "NoticePreference",
    "PackingPhoto",
    "Parcel",
    "Pickup",
    "Picture",
    "PieceEmail",
    "PostageLimit",
    "PostageQuestion",
    "Reading",
    "RequestNotices",
    "ScannedPage",
    "ScannerBatch",
    "SearchBacklog",
    "SearchIndex",
    "StorageCount",
    "StoredPicture",
    "ToldRequest",
]
