"""Names of recording devices, where the file does not carry one itself."""

from sync.fit.recording import Recording, Row

_GARMIN = 1
_MAKERS = {
    1: "Garmin", 6: "SRM", 7: "Quarq", 15: "Dynastream", 16: "Timex", 23: "Suunto",
    28: "TrainingPeaks", 32: "Wahoo", 40: "Concept2", 60: "Rotor", 63: "Specialized", 67: "Bkool",
    68: "CatEye",
    69: "Stages", 70: "Sigma", 71: "TomTom", 73: "Wattbike", 86: "Elite", 89: "Tacx", 95: "Stryd",
    107: "Magene", 115: "iGPSPORT", 118: "WaterRower", 122: "Johnson Health Tech",
    123: "Polar", 128: "iFIT", 142: "TAG Heuer", 258: "Lezyne", 260: "Zwift", 265: "Strava",
    267: "Bryton", 268: "SRAM", 281: "TrainerRoad", 282: "Wahoo SYSTM", 289: "Hammerhead",
    294: "COROS", 305: "WHOOP", 307: "OneLap", 309: "FORM", 310: "Decathlon", 315: "RGT Cycling",
    331: "MyWhoosh",
}  # fmt: skip
_GARMIN_PRODUCTS = {
    988: "Forerunner 60", 1018: "Forerunner 310XT", 1036: "Edge 500", 1124: "Forerunner 110",
    1169: "Edge 800", 1325: "Edge 200", 1328: "Forerunner 910XT", 1345: "Forerunner 610",
    1436: "Forerunner 70", 1446: "Forerunner 310XT", 1482: "Forerunner 10", 1551: "fenix",
    1561: "Edge 510", 1567: "Edge 810", 1623: "Forerunner 620", 1632: "Forerunner 220",
    1765: "Forerunner 920XT", 1836: "Edge 1000", 1907: "vivoactive", 1967: "fenix 2",
    2050: "fenix 3", 2067: "Edge 520", 2148: "Forerunner 25", 2153: "Forerunner 225",
    2156: "Forerunner 630", 2157: "Forerunner 230", 2158: "Forerunner 735XT", 2337: "vivoactive HR",
    2413: "fenix 3 HR", 2431: "Forerunner 235", 2530: "Edge 820", 2544: "fenix 5S",
    2604: "fenix 5X", 2691: "Forerunner 935", 2697: "fenix 5", 2700: "vivoactive 3",
    2713: "Edge 1030", 2886: "Forerunner 645", 2888: "Forerunner 645 Music",
    2900: "fenix 5S Plus", 3076: "Forerunner 245", 3077: "Forerunner 245 Music",
    3110: "fenix 5 Plus",
    3111: "fenix 5X Plus", 3112: "Edge 520 Plus", 3113: "Forerunner 945", 3121: "Edge 530",
    3122: "Edge 830",
    3126: "Instinct", 3224: "vivoactive 4S", 3225: "vivoactive 4", 3282: "Forerunner 45",
    3287: "fenix 6S Sport", 3288: "fenix 6S", 3289: "fenix 6 Sport", 3290: "fenix 6",
    3291: "fenix 6X", 3558: "Edge 130 Plus", 3570: "Edge 1030 Plus", 3589: "Forerunner 745",
    3638: "Enduro", 3652: "Forerunner 945 LTE", 3843: "Edge 1040", 3869: "Forerunner 55",
    3888: "Instinct 2", 3905: "fenix 7S", 3906: "fenix 7", 3907: "fenix 7X", 3943: "epix",
    3990: "Forerunner 255 Music", 3991: "Forerunner 255S Music", 3992: "Forerunner 255",
    3993: "Forerunner 255S", 4024: "Forerunner 955", 4061: "Edge 540", 4062: "Edge 840",
    4257: "Forerunner 265", 4258: "Forerunner 265S", 4260: "Venu 3", 4261: "Venu 3S",
    4312: "epix Pro 42 mm", 4313: "epix Pro 47 mm", 4314: "epix Pro 51 mm",
    4315: "Forerunner 965", 4341: "Enduro 2", 4374: "fenix 7S Pro", 4375: "fenix 7 Pro",
    4376: "fenix 7X Pro", 4426: "vivoactive 5", 4432: "Forerunner 165",
    4433: "Forerunner 165 Music", 4440: "Edge 1050", 4532: "fenix 8 Solar",
    4533: "fenix 8 Solar", 4534: "fenix 8", 4536: "fenix 8", 4575: "Enduro 3",
    4625: "vivoactive 6", 4666: "fenix E",
}  # fmt: skip


def device_name(recording: Recording) -> str | None:
    """The recording device: its own name, else maker and model by number, as far as known."""
    for row in (recording.file_id, *_creators(recording)):
        name = row.get("product_name")
        if isinstance(name, str):
            return name
    maker, product = recording.file_id.get("manufacturer"), recording.file_id.get("product")
    if not isinstance(maker, int) or maker not in _MAKERS:
        return None
    model = _GARMIN_PRODUCTS.get(product) if isinstance(product, int) and maker == _GARMIN else None
    return f"{_MAKERS[maker]} {model}" if model else _MAKERS[maker]


def _creators(recording: Recording) -> list[Row]:
    """device_info of the recording device itself (index 0)."""
    return [row for row in recording.devices if row.get("device_index") == 0]
