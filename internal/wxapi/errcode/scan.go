package errcode

import (
	"strconv"
	"strings"
)

// labels returns the texts before a code in replies, headers, logs and links.
func labels() []string {
	return []string{"errcode", "err_code", "errorcode", "error_code", "error-code", "错误码", "devtool/query?e="}
}

// marks finds the codes after a label. There may be quotes and a colon or equals sign
// between them.
func marks(text string) []mark {
	var found []mark
	folded, known := lower(text), labels()
	for at := 0; at < len(folded); at++ {
		if !startsLabel(folded[at]) {
			continue
		}
		for _, label := range known {
			rest, ok := strings.CutPrefix(folded[at:], label)
			if !ok {
				continue
			}
			if code, ok := leading(strings.TrimLeft(rest, " \t\r\n\"'\\:=：>")); ok {
				found = append(found, mark{at, code})
			}
			at += len(label) - 1
			break
		}
	}
	return found
}

// startsLabel reports whether a label starts with c. Most bytes of a log do not.
func startsLabel(c byte) bool { return c == 'e' || c == 'd' || c == "错"[0] }

// loose finds separate numbers of five digits or more that are in the table.
func loose(text string) []mark {
	var found []mark
	for at := 0; at < len(text); at++ {
		if text[at] != '-' && !isDigit(text[at]) || at > 0 && joins(text[at-1]) {
			continue
		}
		if code, ok := leading(text[at:]); ok && (code >= 10000 || code <= -10000) && Lookup(code) != nil {
			found = append(found, mark{at, code})
		}
	}
	return found
}

// leading parses the number at the start of a text. 40164x and 40164.5 are rejected.
func leading(text string) (int, bool) {
	end := 0
	for end < len(text) && (isDigit(text[end]) || end == 0 && text[0] == '-') {
		end++
	}
	if end < len(text) && isLetter(text[end]) || end+1 < len(text) && text[end] == '.' && isDigit(text[end+1]) {
		return 0, false
	}
	return number(text[:end])
}

// number parses a text as a code. Codes have at most seven digits.
func number(text string) (int, bool) {
	if len(text) > len("-123456789") {
		return 0, false
	}
	n, err := strconv.Atoi(text)
	return n, err == nil
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' || c == '_' }

// joins reports whether a number after c is part of a word, a date, an id or an address.
func joins(c byte) bool { return isDigit(c) || isLetter(c) || strings.IndexByte(".-:/#", c) >= 0 }

// lower converts only ASCII, so that offsets do not change.
func lower(text string) string {
	folded := []byte(text)
	for i, c := range folded {
		if 'A' <= c && c <= 'Z' {
			folded[i] = c + 'a' - 'A'
		}
	}
	return string(folded)
}
