"""The part of the FIT profile that training-brain reads and writes: base types, messages, enums.

Numbers, names, scales and offsets are facts of the public FIT protocol.
"""

from typing import NamedTuple

#: FIT counts seconds from 1989-12-31T00:00:00Z.
FIT_EPOCH = 631_065_600


class BaseType(NamedTuple):
    """How one value lies in the file. code: NumPy type without byte order; invalid: "no value"."""

    name: str
    identifier: int
    code: str
    size: int
    invalid: int | None


_TYPES = (
    BaseType("enum", 0x00, "u1", 1, 0xFF),
    BaseType("sint8", 0x01, "i1", 1, 0x7F),
    BaseType("uint8", 0x02, "u1", 1, 0xFF),
    BaseType("sint16", 0x83, "i2", 2, 0x7FFF),
    BaseType("uint16", 0x84, "u2", 2, 0xFFFF),
    BaseType("sint32", 0x85, "i4", 4, 0x7FFFFFFF),
    BaseType("uint32", 0x86, "u4", 4, 0xFFFFFFFF),
    BaseType("string", 0x07, "S1", 1, None),
    BaseType("float32", 0x88, "f4", 4, None),
    BaseType("float64", 0x89, "f8", 8, None),
    BaseType("uint8z", 0x0A, "u1", 1, 0),
    BaseType("uint16z", 0x8B, "u2", 2, 0),
    BaseType("uint32z", 0x8C, "u4", 4, 0),
    BaseType("byte", 0x0D, "u1", 1, 0xFF),
    BaseType("sint64", 0x8E, "i8", 8, 0x7FFFFFFFFFFFFFFF),
    BaseType("uint64", 0x8F, "u8", 8, 0xFFFFFFFFFFFFFFFF),
    BaseType("uint64z", 0x90, "u8", 8, 0),
)

#: By the low five bits: some writers leave out the endian-ability bit.
BASE_TYPES: dict[int, BaseType] = {kind.identifier & 0x1F: kind for kind in _TYPES}
BY_NAME: dict[str, BaseType] = {kind.name: kind for kind in _TYPES}


class Field(NamedTuple):
    """A field of the profile; value = raw / scale - offset.

    time: seconds of the FIT epoch. array: all its bytes count, not only the first element.
    """

    name: str
    base: BaseType
    scale: float = 1.0
    offset: float = 0.0
    time: bool = False
    array: bool = False


class Message(NamedTuple):
    number: int
    name: str
    fields: dict[int, Field]


def _message(number: int, name: str, table: str) -> Message:
    """Lines of `number name type [scale [offset]]`.

    Type `time` is a uint32 of the FIT epoch, `uint8[]` an array.
    """
    fields: dict[int, Field] = {}
    for line in table.split("\n"):
        if words := line.split():
            is_time = words[2] == "time"
            base = BY_NAME["uint32" if is_time else words[2].removesuffix("[]")]
            scale = float(words[3]) if len(words) > 3 else 1.0
            offset = float(words[4]) if len(words) > 4 else 0.0
            fields[int(words[0])] = Field(
                words[1], base, scale, offset, is_time, words[2].endswith("[]")
            )
    return Message(number, name, fields)


FILE_ID = _message(
    0,
    "file_id",
    """
    0 type enum
    1 manufacturer uint16
    2 product uint16
    3 serial_number uint32z
    4 time_created time
    5 number uint16
    8 product_name string
    """,
)
SPORT = _message(
    12,
    "sport",
    """
    0 sport enum
    1 sub_sport enum
    3 name string
    """,
)
SESSION = _message(
    18,
    "session",
    """
    0 event enum
    1 event_type enum
    2 start_time time
    5 sport enum
    6 sub_sport enum
    7 total_elapsed_time uint32 1000
    8 total_timer_time uint32 1000
    9 total_distance uint32 100
    10 total_cycles uint32
    11 total_calories uint16
    14 avg_speed uint16 1000
    15 max_speed uint16 1000
    16 avg_heart_rate uint8
    17 max_heart_rate uint8
    18 avg_cadence uint8
    19 max_cadence uint8
    20 avg_power uint16
    21 max_power uint16
    22 total_ascent uint16
    23 total_descent uint16
    24 total_training_effect uint8 10
    25 first_lap_index uint16
    26 num_laps uint16
    28 trigger enum
    33 num_lengths uint16
    34 normalized_power uint16
    35 training_stress_score uint16 10
    36 intensity_factor uint16 1000
    37 left_right_balance uint16
    43 swim_stroke enum
    44 pool_length uint16 100
    45 threshold_power uint16
    47 num_active_lengths uint16
    48 total_work uint32
    57 avg_temperature sint8
    59 total_moving_time uint32 1000
    92 avg_fractional_cadence uint8 128
    93 max_fractional_cadence uint8 128
    110 sport_profile_name string
    124 enhanced_avg_speed uint32 1000
    125 enhanced_max_speed uint32 1000
    192 workout_feel uint8
    193 workout_rpe uint8
    253 timestamp time
    254 message_index uint16
    """,
)
LAP = _message(
    19,
    "lap",
    """
    0 event enum
    1 event_type enum
    2 start_time time
    7 total_elapsed_time uint32 1000
    8 total_timer_time uint32 1000
    9 total_distance uint32 100
    10 total_cycles uint32
    11 total_calories uint16
    13 avg_speed uint16 1000
    14 max_speed uint16 1000
    15 avg_heart_rate uint8
    16 max_heart_rate uint8
    17 avg_cadence uint8
    18 max_cadence uint8
    19 avg_power uint16
    20 max_power uint16
    21 total_ascent uint16
    22 total_descent uint16
    23 intensity enum
    24 lap_trigger enum
    25 sport enum
    32 num_lengths uint16
    33 normalized_power uint16
    34 left_right_balance uint16
    35 first_length_index uint16
    38 swim_stroke enum
    39 sub_sport enum
    40 num_active_lengths uint16
    52 total_moving_time uint32 1000
    80 avg_fractional_cadence uint8 128
    81 max_fractional_cadence uint8 128
    110 enhanced_avg_speed uint32 1000
    111 enhanced_max_speed uint32 1000
    253 timestamp time
    254 message_index uint16
    """,
)
RECORD = _message(
    20,
    "record",
    """
    0 position_lat sint32
    1 position_long sint32
    2 altitude uint16 5 500
    3 heart_rate uint8
    4 cadence uint8
    5 distance uint32 100
    6 speed uint16 1000
    7 power uint16
    8 compressed_speed_distance byte
    13 temperature sint8
    30 left_right_balance uint8
    53 fractional_cadence uint8 128
    73 enhanced_speed uint32 1000
    78 enhanced_altitude uint32 5 500
    253 timestamp time
    """,
)
EVENT = _message(
    21,
    "event",
    """
    0 event enum
    1 event_type enum
    2 data16 uint16
    3 data uint32
    4 event_group uint8
    253 timestamp time
    """,
)
DEVICE_INFO = _message(
    23,
    "device_info",
    """
    0 device_index uint8
    1 device_type uint8
    2 manufacturer uint16
    3 serial_number uint32z
    4 product uint16
    5 software_version uint16 100
    27 product_name string
    253 timestamp time
    """,
)
ACTIVITY = _message(
    34,
    "activity",
    """
    0 total_timer_time uint32 1000
    1 num_sessions uint16
    2 type enum
    3 event enum
    4 event_type enum
    5 local_timestamp time
    253 timestamp time
    """,
)
LENGTH = _message(
    101,
    "length",
    """
    0 event enum
    1 event_type enum
    2 start_time time
    3 total_elapsed_time uint32 1000
    4 total_timer_time uint32 1000
    5 total_strokes uint16
    6 avg_speed uint16 1000
    7 swim_stroke enum
    9 avg_swimming_cadence uint8
    12 length_type enum
    253 timestamp time
    254 message_index uint16
    """,
)
HR = _message(
    132,
    "hr",
    """
    0 fractional_timestamp uint16 32768
    1 time256 uint8 256
    6 filtered_bpm uint8[]
    9 event_timestamp uint32 1024
    10 event_timestamp_12 byte[]
    253 timestamp time
    """,
)
FIELD_DESCRIPTION = _message(
    206,
    "field_description",
    """
    0 developer_data_index uint8
    1 field_definition_number uint8
    2 fit_base_type_id uint8
    3 field_name string
    6 scale uint8
    7 offset sint8
    8 units string
    14 native_mesg_num uint16
    15 native_field_num uint8
    """,
)
DEVELOPER_DATA_ID = _message(
    207,
    "developer_data_id",
    """
    1 application_id byte
    2 manufacturer_id uint16
    3 developer_data_index uint8
    4 application_version uint32
    """,
)

MESSAGES: dict[int, Message] = {
    message.number: message
    for message in (
        FILE_ID,
        SPORT,
        SESSION,
        LAP,
        RECORD,
        EVENT,
        DEVICE_INFO,
        ACTIVITY,
        LENGTH,
        HR,
        FIELD_DESCRIPTION,
        DEVELOPER_DATA_ID,
    )
}
MESSAGE_NAMES: dict[str, Message] = {message.name: message for message in MESSAGES.values()}

#: file_id.type
FILE_TYPES = {
    1: "device",
    2: "settings",
    3: "sport",
    4: "activity",
    5: "workout",
    6: "course",
    7: "schedules",
    9: "weight",
    10: "totals",
    11: "goals",
    14: "blood_pressure",
    15: "monitoring",
    20: "activity_summary",
    28: "monitoring",
    32: "monitoring",
    34: "segment",
    35: "segment_list",
}
