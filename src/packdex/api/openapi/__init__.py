"""The OpenAPI document of the API. Nothing here but views.py is loaded by a serving process."""
