from boxholder.mail.models.action_request.action_request import ActionRequest

__all__ = ["ActionRequest"]
