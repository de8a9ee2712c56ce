"""Letters and signs that look like others: plain tables.

Stage: prepare; nothing comes in; dicts from a character to its plain twin go out.
``PLAIN`` holds everywhere; ``LOOKALIKES`` only in words that pretend (see ``fold``).
"""

from __future__ import annotations


def _pairs(text: str) -> dict[str, str]:
    """``"ab:cd"`` groups: every character before the colon maps to what stands after it."""
    table: dict[str, str] = {}
    for group in text.split():
        chars, _, twin = group.rpartition(":")
        table.update(dict.fromkeys(chars, twin))
    return table


# Punctuation to ASCII, and Latin letters that NFKC leaves alone.
PLAIN = {
    **_pairs("‘’‚‛′‵ʹʻʼʽˈ‹›ʾʿ՚＇:' “”„‟″«»〝〞〟＂:\" ‐‑‒–—―−﹘﹣－⁃⸺⸻:- …:... ⁄∕:/ ∗⁎＊✱:*"),
    "´": "´",
    "`": "`",
    **_pairs("ÆæǢǣǼǽᴁ:ae Œœɶ:oe Øøɵ:o Đđð:d Ð:d Łłɫʟ:l Ħħʜ:h ıɪɩ:i ȷ:j ſ:s ẞß:ss Þþ:th Ŧŧ:t"),
    **_pairs("ɑɐ:a ʙɓ:b ɔƈ:c ɖɗᴆ:d əɘɛɜᴇɇ:e ɡɢɠ:g ɦɥ:h ĸʞ:k ɯɱ:m ɴɲŋ:n ʀɹɾɍ:r"),
    **_pairs(
        "ʂ:s ʇʈ:t ʋʌʊ:u ʏɏ:y ʐʑ:z ᴀ:a ᴄ:c ᴅ:d ᴊ:j ᴋ:k ᴍ:m ᴏ:o ᴘ:p ᴛ:t ᴜ:u ᴠ:v ᴡ:w ᴢ:z ꜰ:f ꜱ:s ꞯ:q"
    ),
}
for _code in range(26):  # negative circled, negative squared, and the outlined emoji letters
    PLAIN[chr(0x1F150 + _code)] = PLAIN[chr(0x1F170 + _code)] = chr(0x61 + _code)

# Letters of other scripts that are drawn just like a Latin one.
_SAME = """
Аа:a В:b Сс:c Ее:e Һһ:h Н:h Іі:i Јј:j К:k М:m Оо:o Рр:p Ѕѕ:s Т:t Ху:x ԁ:d Ԛԛ:q Ԝԝ:w Х:x
х:x Уу:y Үү:y Ӏӏ:l Ԍ:g Ɡ:g Α:a Β:b Ε:e Ζ:z Η:h Ι:i Κ:k Μ:m Ν:n Ο:o ο:o Ρ:p Τ:t Υ:y Χ:x ν:v
α:a ι:i κ:k ρ:p υ:u ϲϹ:c ϳ:j օ:o ց:g հ:h ո:n ս:u Տ:s Օ:o Լ:l ԝ:w զ:q Ꭺ:a Ᏼ:b Ꮯ:c Ꭰ:d Ꭼ:e
Ꮐ:g Ꮋ:h Ꭵ:i Ꭻ:j Ꮶ:k Ꮮ:l Ꮇ:m Ꮲ:p Ꮪ:s Ꭲ:t Ꮩ:v Ꮃ:w Ꮓ:z Ꮢ:r ᎥᏆ:i
"""
# Letters that only pretend: used in mixed words alone.
_LIKE = """
ғҒ:f қҚ:k ң:h ҳҲ:x ҝ:k ҟ:k ө:o ұ:y в:b к:k м:m н:h т:t и:n й:n п:n г:r я:r Яʁ:r ц:u Цч:u
ш:w щ:w ь:b ъ:b Б:b б:b д:d Д:a ф:o з:e Зэ:e ё:e є:e Є:e ї:i ж:x л:n Л:a И:n Ш:w Щ:w П:n
Ф:o Г:r γ:y β:b ε:e η:n θ:o λ:a Λ:a μ:u π:n σ:o ς:s τ:t χ:x ω:w ψ:w φ:o Σ:e Θ:o Δ:a δ:d
ξ:e ζ:z Ω:o Π:n א:n ט:u ס:o ש:w ן:i ו:i ל:l ה:n ת:n 丨:l 工:i 凵:u 卂:a 乃:b 匚:c 刀:d 乇:e 下:f
厶:g 卄:h 丁:j 长:k 乚:l 从:m 口:o 尸:p 尺:r 丂:s 丅:t 山:w 乂:x 丫:y 乙:z 千:f
"""
TWINS = frozenset(_pairs(_SAME))
RARE_TWINS = frozenset("ѕЅһҺԁԛԜԝӏԌօցհոսᎪᏴᏟᎠᎬᏀᎻᎥᎫᏦᏞᎷᏢᏚᎢᏙᏔᏃᎡ")
LOOKALIKES = {**_pairs(_LIKE), **_pairs(_SAME)}
