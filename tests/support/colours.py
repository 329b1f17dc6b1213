"""Measures of colours that are written as "#RRGGBB"."""


def find_linear(colour):
    """Return the light of red, green and blue in a colour of sRGB, each from 0 to 1."""
    values = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values]


def find_contrast(*colours):
    """Return the contrast of two colours by WCAG 2, from 1 to 21."""
    low, high = sorted(
        sum(share * light for share, light in zip((0.2126, 0.7152, 0.0722), find_linear(colour), strict=True))
        for colour in colours
    )
    return (high + 0.05) / (low + 0.05)
