"""A turn made into what is stored: its messages in the person's language, and its effects as one change.

Photos are in the vault before the transaction begins. What follows the transaction is in `bot.talk`.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import get_args

import msgspec

from bot import turn as say
from bot.gallery import result_slot
from bot.knowing import day_of
from bot.linking import offer
from bot.message import Body, Choice, Manner, Menu, MenuChoice, Picture
from bot.ringing import OrderBody
from bot.texts import Texts
from inference.contract import SHEET_LABELS, CheckSet, Reason
from storage import messages, portraits, turns
from storage.changes import Change, Draft, NewComparison, NewOrder, NewSelfie, Rating
from storage.database import Database
from storage.people import PersonGone
from storage.turns import Standing
from storage.vault import SubjectGone, Vault

LABELS = (*get_args(Reason), *SHEET_LABELS)
GONE = msgspec.json.encode(Body("", kind="gone")).decode()


class Composing:
    """Makes changes of turns."""

    def __init__(
        self,
        database: Database,
        vault: Vault,
        texts: Texts,
        clock: Callable[[], float],
        manners: Mapping[str, Manner],
    ) -> None:
        self._database, self._vault, self._texts, self._clock = database, vault, texts, clock
        self._manners = manners

    async def change(self, standing: Standing, turn: say.Turn, change: Change, data: bytes | None) -> Change:
        """Everything the turn changes, as one transaction; `data` is the photo it came from, if any.

        Raises PersonGone where an erasure has won the race.
        """
        person = standing.person
        language = next((e.code for e in turn.effects if isinstance(e, say.SetLanguage)), person.language)
        manner = self._manners[change.chat[0] if change.chat else person.platform]
        drafts = tuple(
            Draft(said.slot, msgspec.json.encode(self._body(language, manner, said)).decode())
            for said in turn.says
            if manner.recompresses or not said.where_recompressed
        )
        change = replace(change, session=msgspec.json.encode(turn.session).decode(), messages=change.messages + drafts)
        for effect in turn.effects:
            match effect:
                case say.KeepPhoto() | say.ForgetPhotos() | say.Compare():
                    change = await self._with_photos(standing, language, effect, change, data)
                case say.PlaceOrder() | say.StopOrder() | say.ForgetOrder() | say.Rate():
                    change = await self._with_orders(standing, effect, change)
                case _:
                    change = await self._with_person(standing, effect, change)
        return change

    async def _with_person(self, standing: Standing, effect: say.Effect, change: Change) -> Change:
        match effect:
            case say.Agree(version):
                await self._vault.enrol(standing.person.id)
                return replace(change, consent=version)
            case say.SetLanguage(code):
                return replace(change, language=code)
            case say.OfferLink(code):
                return replace(change, link_code=offer(code, self._clock()))
            case say.DeleteEverything():
                return replace(change, erase=True)
            case _:
                return change

    async def _with_photos(
        self,
        standing: Standing,
        language: str,
        effect: say.KeepPhoto | say.ForgetPhotos | say.Compare,
        change: Change,
        data: bytes | None,
    ) -> Change:
        match effect:
            case say.KeepPhoto(photo) if data is not None:
                await self._keep(standing.person.id, photo, data)
                return replace(change, new_selfie=NewSelfie(photo, photo))
            case say.ForgetPhotos(ids) if ids:
                return replace(change, forget_selfies=change.forget_selfies + ids)
            case say.Compare(version, photos):
                ask = CheckSet(standing.person.id, version, 1, photos, self._labels(language))
                return replace(change, new_comparison=NewComparison(version, msgspec.json.encode(ask).decode()))
            case _:
                return change

    async def _with_orders(
        self, standing: Standing, effect: say.PlaceOrder | say.StopOrder | say.ForgetOrder | say.Rate, change: Change
    ) -> Change:
        match effect:
            case say.PlaceOrder(order, shots, photos, seed, _, closer):
                kept = {s.id: s.blob for s in standing.selfies}
                blobs = tuple(kept[photo] for photo in photos if photo in kept)
                body = msgspec.json.encode(OrderBody(shots, blobs, closer)).decode()
                spent = (day_of(self._clock()), len(shots))
                return replace(change, new_order=NewOrder(order, body, seed, len(shots)), spent=spent)
            case say.StopOrder(order):
                return replace(change, stopped=(*change.stopped, order))
            case say.ForgetOrder(order):
                shown = await self._showing(standing.person.id, order)
                return replace(change, forget_order=order, rewritten=tuple((number, GONE) for number in shown))
            case say.Rate(order, index, score):
                return replace(change, rating=Rating(order, index, score))

    async def _showing(self, person_id: str, order: str) -> tuple[int, ...]:
        """The messages, in any chat, that show portraits of an order or are a menu of them."""
        theirs = {p.blob for p in await portraits.of_order(self._database, order)}
        return tuple(
            said.id
            for said in await messages.of_person(self._database, person_id)
            if (said.slot or "").startswith(result_slot(order))
            or any(picture.blob in theirs for picture in msgspec.json.decode(said.body, type=Body).pictures)
        )

    async def _keep(self, person_id: str, photo: str, data: bytes) -> None:
        """Encrypt a photo into the vault. Raises PersonGone where an erasure has won the race."""
        try:
            await self._vault.put(person_id, photo, data)
        except SubjectGone:
            if await turns.standing(self._database, person_id) is None:
                raise PersonGone(person_id) from None
            raise

    def _labels(self, language: str) -> dict[str, str]:
        """The words below the photos of a contact sheet."""
        return {name: self._texts.say(language, say.Text(f"sheet-{name}")) for name in LABELS}

    def _body(self, language: str, manner: Manner, said: say.Say) -> Body:
        """A message in somebody's language, as their platform shows such messages."""

        def words(text: say.Text) -> str:
            return self._texts.say(language, text, shrinks=manner.recompresses)

        menu = said.menu if manner.menus else None
        covered = {option.data for option in menu.options} if menu else set[str]()
        lines = (*said.lines, *(() if menu else said.unfolded), *(said.shrunk if manner.recompresses else ()))
        rows = (tuple(o for o in row if o.data not in covered) for row in said.options)
        return Body(
            text="\n".join(words(line) for line in lines),
            choices=tuple(tuple(Choice(words(o.label), o.data, o.on) for o in row) for row in rows if row),
            kind=said.kind,
            menu=Menu(
                menu.data,
                words(menu.placeholder),
                tuple(
                    MenuChoice(words(o.label), words(o.about) if o.about else "", o.data, o.on) for o in menu.options
                ),
                menu.most,
            )
            if menu
            else None,
            upload=words(say.Text("choice-upload")) if said.photos_welcome and manner.forms else "",
            pictures=tuple(
                Picture(p.blob, p.filename, words(p.caption) if p.caption else "", p.width, p.height)
                for p in said.pictures
            ),
            progress=said.progress,
        )
