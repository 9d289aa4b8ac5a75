from boxholder.operators.models.installation import Installation
from boxholder.operators.models.operator import Operator
from boxholder.operators.models.space import Space
from boxholder.operators.models.staff import Staff
from boxholder.operators.models.staff_invitation import StaffInvitation

__all__ = ["Installation", "Operator", "Space", "Staff", "StaffInvitation"]
