"""The finish of a picture: tone curve, colour, sharpness and noise.

Images of 0 to 1 go in and come out. Refuses to know faces and frames.
"""

import cv2
import numpy as np

from inference.engines.studio.planes import Image, Mask
from inference.styles import Tone

WARM = 0.035  # red gain and blue loss of a fully warm tone
MONO = np.array(
    [[0.36, 0.50, 0.14]] * 3, np.float32
)  # red weighted up: skin as on panchromatic film with a light filter


def graded(image: Image, tone: Tone) -> Image:
    """The picture in a look's tone, changed in place where it can be."""
    if tone.monochrome:
        image = cv2.transform(image, MONO)
    elif tone.saturation != 1.0:
        share = np.array([0.30, 0.59, 0.11], np.float32) * (1 - tone.saturation)
        image = cv2.transform(image, np.tile(share, (3, 1)) + tone.saturation * np.eye(3, dtype=np.float32))
    if tone.warmth and not tone.monochrome:
        image = image * np.array([1 + WARM * tone.warmth, 1.0, 1 - WARM * tone.warmth], np.float32)
    image = np.clip(image, 0, 1, out=image)
    if tone.contrast != 1.0:  # a curve through black, white and a little below middle grey, with slope `contrast` there
        bend = 1 - image
        bend *= image
        bend *= image - np.float32(0.45)
        bend *= np.float32(4 * (tone.contrast - 1))
        image += bend
    return image


def eased(image: Image, before: Image, tone: Tone, share: float) -> Image:
    """The picture with only a `share` (0 to 1) of what was done to it since `before`; black and white stays so."""
    if share == 1.0:
        return image
    own = graded(before.copy(), Tone("the photo's own", monochrome=tone.monochrome))
    return cv2.addWeighted(image, share, own, 1 - share, 0)


def noise_level(image: Image) -> float:
    """Standard deviation of the picture's noise (0 to 1 scale), after Immerkaer (1996) on its flattest tenth."""
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)[::2, ::2]
    kernel = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
    rough = cv2.blur(np.abs(cv2.filter2D(grey, -1, kernel)), (15, 15))
    return float(np.percentile(rough, 10) * np.sqrt(np.pi / 2) / 6)


def crispness(image: Image, where: Mask) -> float:
    """Share of the finest detail in all detail of the masked part: 0.15 blurred, 0.2 soft, 0.3 to 0.6 in focus."""
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    fine, all_of_it = (grey - cv2.GaussianBlur(grey, (0, 0), reach) for reach in (1.2, 6.0))
    return float(fine[where].std() / max(float(all_of_it[where].std()), 1e-4))


def sharpened(image: Image, reach: float, amount: float) -> Image:
    """The picture, changed in place: brightness detail of about `reach` pixels raised by `amount`, halos held back."""
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    detail = grey - cv2.GaussianBlur(grey, (0, 0), reach)
    limit = np.float32(0.06)
    image += (amount * limit * np.tanh(detail / limit))[..., None]
    return image
