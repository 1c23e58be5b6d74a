"""What stands between the right password and being signed in."""

from __future__ import annotations

from typing import Any

from allauth.account.stages import EmailVerificationStage


class ConfirmAddress(EmailVerificationStage):  # type: ignore[misc]
    """The address that somebody signed up with has to be confirmed first.

    Accounts that the operator made have none. They may add one, and sign in as before while it is
    not confirmed: `email` of an account is set by signing up and by confirming, never by adding.
    """

    def handle(self) -> tuple[Any, bool]:
        """The page that asks for it, or nothing; and whether signing in may go on."""
        if self.login.user is not None and not self.login.user.email:
            return None, True
        answer: tuple[Any, bool] = super().handle()
        return answer
