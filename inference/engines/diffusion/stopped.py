"""The one way a portrait in the making is given up."""


class Stopped(Exception):
    """The order was cancelled, or its worker is to end; nothing was wrong."""
