"""A prompt as the model reads it, kept where it can be: looks come again, and encoding costs as much as a step.

Prompts and a pipeline go in, arguments of the pipeline come out. What holds a person's own words is kept no longer
than their order. Refuses to know what is shown with the words.
"""

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

from inference.engines.diffusion.families import Encoding, Family
from inference.prompts import Prompt

ROOM = 24  # prompts; klein's take 8 MB each in bf16
Arguments = Mapping[str, Any]


class Wording:
    """Encodes prompts for one family, and remembers."""

    def __init__(self, family: Family) -> None:
        self._family = family
        self._encoding = family.encoding
        self._kept: OrderedDict[tuple[Prompt, bool], Arguments] = OrderedDict()
        self._private: set[tuple[Prompt, bool]] = set()

    def arguments(self, pipe: Any, prompt: Prompt, guidance: float, private: bool) -> Arguments:
        """What says `prompt` to `pipe`. `private`: it holds somebody's own words."""
        if self._encoding is None:
            text = self._family.shortened(pipe, prompt.text) if self._family.shortened else prompt.text
            return {"prompt": text} | ({"negative_prompt": prompt.negative} if guidance > 1 else {})
        key = prompt, guidance > self._encoding.free_above
        if key not in self._kept:
            self._kept[key] = _encoded(pipe, self._encoding, prompt, key[1])
            if private:
                self._private.add(key)
        self._kept.move_to_end(key)
        while len(self._kept) > ROOM:
            self._private.discard(self._kept.popitem(last=False)[0])
        return self._kept[key]

    def forget_private(self) -> None:
        """Keep nothing of what anybody wrote."""
        for key in self._private:
            del self._kept[key]
        self._private.clear()


def _encoded(pipe: Any, encoding: Encoding, prompt: Prompt, free: bool) -> Arguments:
    """The prompt's embeddings by argument. `free`: the unconditional half is wanted too."""
    more = {"device": pipe._execution_device, **dict(encoding.more)}
    if encoding.negative == "with":
        more |= {"do_classifier_free_guidance": free, "negative_prompt": prompt.negative}
    given = dict(zip(encoding.gives, pipe.encode_prompt(prompt=prompt.text, **more), strict=False))
    if encoding.negative == "apart" and free:
        given["negative_prompt_embeds"] = pipe.encode_prompt(prompt=prompt.negative, **more)[0]
    return {name: value for name, value in given.items() if value is not None}
