"""What a server such as granian loads: the application, and what runs beside it in its process."""

from packdex.config.application import application, begin

__all__ = ["application"]

begin()
