"""Letters of ours to people, apart from allauth's about signing in: invitations, and what happened.

They go without a request, so that commands and the background send them too.
"""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from packdex.accounts.mail import MailError

LONGEST_SUBJECT = 150

_log = logging.getLogger(__name__)


def send(template: str, to: str, content: Mapping[str, Any], **headers: str) -> None:
    """Send what `template` makes of `content`: the first line is the subject, the third the body.

    What people typed stands in it as plain text; a subject is one line whatever they typed. Header
    names have underscores for hyphens. Raises MailError, having written to the log what was wrong.
    """
    text = render_to_string(template, {"site_name": settings.SITE_NAME, **content})
    subject, _, body = text.strip().partition("\n")
    letter = EmailMessage(
        " ".join(subject.split())[:LONGEST_SUBJECT],
        body.strip() + "\n",
        to=[to],
        headers={name.replace("_", "-"): value for name, value in headers.items()},
    )
    try:
        letter.send()
    except (OSError, smtplib.SMTPException) as error:
        _log.error("mail was not sent: %s: %s", type(error).__name__, error)
        raise MailError from error
