"""A text in both languages, as the YAML files write it: ``{zh: 户, en: households}``."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from data.i18n import current_language


class Text(BaseModel):
    """``str(text)`` and ``text.text()`` are in the reader's language."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def text(self, language: str | None = None) -> str:
        """In ``language``, or the reader's."""
        return self.zh if (language or current_language()) == "zh" else self.en

    def __str__(self) -> str:
        return self.text()
