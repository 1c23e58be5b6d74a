"""The tables of people: their accounts, and what they let programs do for them."""

from packdex.accounts.models.application import Application
from packdex.accounts.models.counted import Counted
from packdex.accounts.models.invitation import Invitation
from packdex.accounts.models.personal_token import PersonalToken
from packdex.accounts.models.user import User

__all__ = ["Application", "Counted", "Invitation", "PersonalToken", "User"]
