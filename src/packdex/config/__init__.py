"""Joins everything: settings and addresses. Nobody imports it."""
