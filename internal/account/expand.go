package account

import (
	"errors"
	"fmt"
	"strings"
)

// expand replaces every ${NAME} with the value of that variable.
func expand(text string, lookup func(string) (string, bool)) (string, error) {
	var out strings.Builder
	for {
		before, rest, found := strings.Cut(text, "${")
		out.WriteString(before)
		if !found {
			return out.String(), nil
		}
		name, after, closed := strings.Cut(rest, "}")
		if !closed || !isVariable(name) {
			return "", errors.New("${ without a variable name and }")
		}
		value, set := lookup(name)
		if !set {
			return "", fmt.Errorf("environment variable %s is not set", name)
		}
		out.WriteString(value)
		text = after
	}
}

func isVariable(name string) bool {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_"
	return name != "" && strings.ContainsRune(letters, rune(name[0])) && strings.Trim(name, letters+"0123456789") == ""
}
