"""The studio engine: edits the person's own photo as a retoucher would, without a model that generates.

person (who) and frame (where) read the photo; cutout and matting free the person; backdrop, light, skin and grade
paint the picture; engine puts them in order.
"""

from inference.engines.studio.engine import StudioEngine

__all__ = ["StudioEngine"]
