"""The head of a mail that was pasted: who sent it says something in what follows of «me», and nothing by the rest."""

from __future__ import annotations

from alu.flow.references import ME

__all__ = ["is_in_head", "is_of_sender", "sends"]

_SENDER_FIELDS = """from von van de da od från fra absender afzender expéditeur remitente mittente"""
_OTHER_FIELDS = """to cc bcc subject date sent an betreff datum gesendet aan onderwerp à objet envoyé para asunto fecha
    a oggetto data assunto do temat till ämne til emne"""
_SENDER = frozenset(_SENDER_FIELDS.split())
_FIELDS = _SENDER.union(_OTHER_FIELDS.split())


def sends(field: str) -> bool:
    """Tell whether a field of a head names the sender: «from», «Von»."""
    return field.lower() in _SENDER


def is_in_head(field: str, *beside: str) -> bool:
    """Tell whether a row with the name of a field is in the head of a mail, by the fields of the rows next to it.

    Example:
        >>> from alu.flow.mail import is_in_head
        >>> is_in_head("From", "Subject"), is_in_head("From", ""), is_in_head("A", "B")
        (True, False, False)
    """
    others = {one.lower() for one in beside} - {field.lower()}
    return field.lower() in _FIELDS and not others.isdisjoint(_FIELDS)


def is_of_sender(text: str) -> bool:
    """Tell whether a sentence of a mail says something of who sent it: «My phone is broken»."""
    return ME.search(text) is not None
