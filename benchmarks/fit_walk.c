/* The limit to compare with: a plain walk over a FIT file in C, eleven record fields to doubles,
   checksum included; no developer fields, no sessions, no 1 Hz grid. */
#include <math.h>
#include <stdint.h>
#include <string.h>

static uint16_t table[256];

static void make_table(void) {
    for (int value = 0; value < 256; value++) {
        uint16_t crc = value;
        for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (crc & 1 ? 0xA001 : 0);
        table[value] = crc;
    }
}

typedef struct { int column, offset, size, big; double scale, shift; uint32_t invalid; int sign; } Field;
typedef struct { int known, record, size, fields; Field field[16]; } Definition;

static const struct { int number, column; double scale, shift; } WANTED[] = {
    {253, 0, 1, -631065600.0}, {3, 1, 1, 0}, {7, 2, 1, 0}, {4, 3, 1, 0},
    {73, 4, 1000, 0}, {6, 4, 1000, 0}, {78, 5, 5, 500}, {2, 5, 5, 500},
    {0, 6, 11930464.711111111, 0}, {1, 7, 11930464.711111111, 0}, {5, 8, 100, 0}, {13, 9, 1, 0},
};
enum { COLUMNS = 10, KINDS = sizeof WANTED / sizeof *WANTED };

static uint32_t read_raw(const uint8_t *at, const Field *field) {
    uint32_t raw = 0;
    for (int i = 0; i < field->size; i++)
        raw |= (uint32_t)at[field->big ? field->size - 1 - i : i] << (8 * i);
    return raw;
}

static const uint8_t *define(Definition *d, const uint8_t *at, uint8_t header) {
    int big = at[2] != 0, count = at[5];
    int number = big ? at[3] << 8 | at[4] : at[4] << 8 | at[3];
    memset(d, 0, sizeof *d);
    d->known = 1;
    d->record = number == 20;
    d->size = 1;
    at += 6;
    for (int i = 0; i < count; i++, at += 3) {
        for (int k = 0; d->record && k < KINDS && d->fields < 16; k++) {
            int size = at[1] > 4 ? 4 : at[1];
            if (WANTED[k].number != at[0] || size == 3) continue;
            int sign = at[2] == 1 || at[2] == 0x83 || at[2] == 0x85;
            uint32_t all = size == 4 ? 0xFFFFFFFFu : (1u << (8 * size)) - 1;
            Field field = {WANTED[k].column, d->size, size, big, WANTED[k].scale, WANTED[k].shift,
                           sign ? all >> 1 : all, sign};
            d->field[d->fields++] = field;
        }
        d->size += at[1];
    }
    if (header & 0x20) {
        int developer = *at++;
        for (int i = 0; i < developer; i++, at += 3) d->size += at[1];
    }
    return at;
}

/* Returns the number of records; out holds COLUMNS columns of `capacity` doubles. */
long fit_walk(const uint8_t *data, long length, double *out, long capacity, uint16_t *checksum) {
    long rows = 0;
    const uint8_t *file = data, *last = data + length;
    if (!table[1]) make_table();
    while (file + 14 < last && !memcmp(file + 8, ".FIT", 4)) {
        Definition slots[16] = {0};
        uint32_t size = file[4] | file[5] << 8 | file[6] << 16 | (uint32_t)file[7] << 24;
        const uint8_t *at = file + file[0], *end = at + size;
        if (end + 2 > last || !size) break;
        uint16_t crc = 0;
        for (const uint8_t *p = file; p < end; p++) crc = (crc >> 8) ^ table[(crc ^ *p) & 0xFF];
        *checksum ^= crc;
        while (at < end) {
            uint8_t header = *at;
            if ((header & 0xC0) == 0x40) { at = define(&slots[header & 15], at, header); continue; }
            Definition *d = &slots[header & 0x80 ? header >> 5 & 3 : header & 15];
            if (!d->known) break;
            if (d->record && rows < capacity && at + d->size <= end) {
                for (int c = 0; c < COLUMNS; c++) out[c * capacity + rows] = NAN;
                for (int f = 0; f < d->fields; f++) {
                    const Field *field = &d->field[f];
                    uint32_t raw = read_raw(at + field->offset, field);
                    if (raw == field->invalid) continue;
                    int unused = 32 - 8 * field->size;
                    double value = field->sign ? (int32_t)(raw << unused) >> unused : raw;
                    out[field->column * capacity + rows] = value / field->scale - field->shift;
                }
                rows++;
            }
            at += d->size;
        }
        file = end + 2;
    }
    return rows;
}
