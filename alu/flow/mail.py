"""The head of a pasted mail, which names the sender: «me» in the sentences behind it is that person."""

from __future__ import annotations

from alu.flow.references import ME

__all__ = ["is_in_head", "is_of_sender", "sends", "tells_mail"]

_SENDER_FIELDS = """from von van de da od från fra absender afzender expéditeur remitente mittente"""
_MAIL_FIELDS = """subject cc bcc sent betreff gesendet onderwerp objet envoyé asunto oggetto assunto temat ämne emne"""
"""Fields that hardly any other record has: a parcel is «from» and «to» somebody as well."""
_OTHER_FIELDS = """to date an datum aan à para fecha a data do till til"""
_SENDER = frozenset(_SENDER_FIELDS.split())
_MAIL = frozenset(_MAIL_FIELDS.split())
_FIELDS = _SENDER.union(_MAIL, _OTHER_FIELDS.split())


def sends(field: str) -> bool:
    """Tell whether a field of a head names the sender: «from», «Von»."""
    return field.lower() in _SENDER


def tells_mail(field: str) -> bool:
    """Tell whether a field tells that its paragraph is the head of a mail: «Subject»."""
    return field.lower() in _MAIL


def is_in_head(field: str) -> bool:
    """Tell whether a field of such a paragraph is one of the head.

    Example:
        >>> from alu.flow.mail import is_in_head, tells_mail
        >>> is_in_head("From"), tells_mail("From"), tells_mail("Subject"), is_in_head("Cargo")
        (True, False, True, False)
    """
    return field.lower() in _FIELDS


def is_of_sender(text: str) -> bool:
    """Tell whether a sentence of a mail says something of who sent it: «My phone is broken»."""
    return ME.search(text) is not None
