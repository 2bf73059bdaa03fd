"""Whether the text layer of a born-digital page is language, or what a legacy Bengali font leaves when copied out.

Old offices' PDFs draw Bengali with fonts whose codes are Latin letters; the layer then reads like ``Avgvi †mvbvi``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import regex

from extractors.text import Word, normal

_FEWEST_LETTERS = 40
_ENGLISH = """the of to and in for is a on that be by with this as are from your you no not dated date under at it or
    has have been will may any district office government west bengal sub memo copy sir application"""
_BENGALI = """ও এই এবং জন্য হইতে থেকে করা হল হইল হইবে হবে আপনার আপনাকে সহিত সঙ্গে নং তারিখ বিষয় জেলা অফিস মহাশয় না যে
    কোন"""
_COMMON_ENGLISH = frozenset(_ENGLISH.split())
_COMMON_BENGALI = frozenset(normal(_BENGALI).split())
_ORPHAN_SIGN = regex.compile(r"(?<![\u0985-\u09b9\u09bc\u09be-\u09cd\u09ce\u09d7\u09f0\u09f1])[\u09be-\u09cd\u09d7]")
_BENGALI_LETTER = regex.compile(r"[\u0985-\u09b9\u09ce]")
_STRANGE = regex.compile(
    r"[\ufffd\ue000-\uf8ff\u0080-\u009f†‡‰ˆ˜¨¯¸¬¦§¶±÷×¼½¾¿¡¥¢£ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿ]"
)


def is_language(words: Sequence[Word]) -> bool:
    """True if the words are English or Bengali beyond doubt; a short or doubtful layer is not trusted."""
    text = normal(" ".join(word.text for word in words))
    bengali = len(_BENGALI_LETTER.findall(text))
    latin = sum(char.isascii() and char.isalpha() for char in text)
    if bengali + latin < _FEWEST_LETTERS or len(_STRANGE.findall(text)) > 0.01 * len(text):
        return False
    tokens = [token.strip(".,:;()'\"।").lower() for token in text.split()]
    if latin and not _enough(tokens, _COMMON_ENGLISH, lambda token: token.isascii() and token.isalpha(), 0.12):
        return False
    if not bengali:
        return True
    signs = len(_ORPHAN_SIGN.findall(text))
    return signs <= 0.005 * bengali and _enough(
        tokens, _COMMON_BENGALI, lambda token: _BENGALI_LETTER.search(token) is not None, 0.04
    )


def _enough(tokens: Sequence[str], common: frozenset[str], mine: Callable[[str], bool], share: float) -> bool:
    """Whether ``share`` of one script's words are common ones; few words prove nothing either way and pass."""
    own = [token for token in tokens if token and mine(token)]
    return len(own) < 12 or sum(token in common for token in own) >= share * len(own)
