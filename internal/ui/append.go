package ui

import (
	"encoding/binary"
	"math/bits"
	"unicode/utf8"
)

// AppendString appends text as a JSON string. The result is that of AppendJSON, at a small
// part of its cost.
func AppendString(dst, text []byte) []byte {
	dst = append(dst, '"')
	from, i := 0, 0
	for {
		i += plainLength(text[i:])
		if i == len(text) {
			return append(append(dst, text[from:]...), '"')
		}
		if isCJK(text[i:]) {
			i += 3
			continue
		}
		var size int
		dst, size = appendCharacter(append(dst, text[from:i]...), text[i:])
		i += size
		from = i
	}
}

// plainLength returns the length of the ASCII at the start of text that JSON contains
// unchanged.
func plainLength(text []byte) int {
	n := 0
	for ; len(text)-n >= 8; n += 8 {
		if special := specialBytes(binary.LittleEndian.Uint64(text[n:])); special != 0 {
			return n + bits.TrailingZeros64(special)/8
		}
	}
	for n < len(text) && text[n] >= ' ' && text[n] < 0x7F && text[n] != '"' && text[n] != '\\' {
		n++
	}
	return n
}

// specialBytes sets the high bit of the first of eight bytes that is not ASCII, or that
// JSON does not contain unchanged. The bits above it have no meaning.
func specialBytes(x uint64) uint64 {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	quote, backslash, del := x^ones*'"', x^ones*'\\', x^ones*0x7F
	return (x | (x - ones*' ') | (quote - ones) | (backslash - ones) | (del - ones)) & highs
}

// isCJK reports whether text starts with one of U+3000 to U+9FFF, which are Chinese,
// Japanese and their punctuation.
func isCJK(text []byte) bool {
	return len(text) >= 3 && text[0] >= 0xE3 && text[0] <= 0xE9 && text[1]&0xC0 == 0x80 && text[2]&0xC0 == 0x80
}

// appendCharacter appends the first character of text, which may need an escape.
func appendCharacter(dst []byte, text []byte) ([]byte, int) {
	switch c := text[0]; c {
	case '"', '\\':
		return append(dst, '\\', c), 1
	case '\b':
		return append(dst, `\b`...), 1
	case '\f':
		return append(dst, `\f`...), 1
	case '\n':
		return append(dst, `\n`...), 1
	case '\r':
		return append(dst, `\r`...), 1
	case '\t':
		return append(dst, `\t`...), 1
	}
	r, size := utf8.DecodeRune(text)
	switch {
	case r == utf8.RuneError && size == 1:
		return appendEscape(dst, r), 1 // not UTF-8
	case !printable(r), r == '\u2028', r == '\u2029': // encoding/json escapes the last two
		return appendEscape(dst, r), size
	}
	return append(dst, text[:size]...), size
}

// appendEscape appends a character below U+10000 as \uNNNN.
func appendEscape(dst []byte, r rune) []byte {
	const digits = "0123456789abcdef"
	return append(dst, '\\', 'u', digits[r>>12&0xF], digits[r>>8&0xF], digits[r>>4&0xF], digits[r&0xF])
}
