package callback

import "bytes"

// readJSON reads a JSON object as parseJSONLine does. It reports false if it has escapes,
// or keys whose meaning depends on their order or type.
func (k *LogChecker) readJSON(line []byte, v *claimViews) bool {
	if bytes.IndexByte(line, '\\') >= 0 || k.flat.Read(line) != nil {
		return false
	}
	url, body, encrypt, ok := k.texts(v)
	if !ok || len(body) > 0 && (body[0] != '<' || k.envelope.Read(body) != nil) {
		return false
	}
	if url != nil {
		*v, encrypt = claimViews{}, nil // the URL has the parameters, and encrypt has no meaning
		query, ok := usualQuery(url)
		if !ok || !v.read(query) {
			return false
		}
	}
	if len(body) > 0 {
		v.encrypt, v.hasBody = k.envelope.Encrypt(), true
	}
	if len(v.encrypt) == 0 && len(encrypt) > 0 {
		v.encrypt, v.hasBody = encrypt, true
	}
	return true
}

// texts sets the parts of v that are keys of their own, and returns the texts of the keys
// with a URL, a body and an Encrypt value.
func (k *LogChecker) texts(v *claimViews) (url, body, encrypt []byte, ok bool) {
	best, seen := bodyKey, 0
	for _, x := range k.flat.Elements() {
		key := logKeyOf(x.Name)
		part := v.part(x.Name)
		if key < otherKey && seen&(1<<key) != 0 || part != nil && *part != nil || part == nil && isSpelled(x.Name) {
			return nil, nil, nil, false // duplicated, or perhaps so in another spelling
		}
		seen |= 1 << key
		switch {
		case part != nil && dependsOnType(x.Text), key == encryptKey && isLiteral(x.Text):
			return nil, nil, nil, false
		case part != nil:
			*part = x.Text
		case key == bodyKey:
			body = x.Text
		case key == encryptKey:
			encrypt = x.Text
		case key < best && bytes.Contains(x.Text, []byte("signature=")):
			url, best = x.Text, key
		}
	}
	return url, body, encrypt, true
}

// Keys with a meaning after those of queryKeys.
const (
	bodyKey = iota + len([10]string{})
	encryptKey
	otherKey
)

// logKeyOf returns the place of a key in queryKeys, or one of these constants.
func logKeyOf(name []byte) int {
	switch string(name) {
	case "body":
		return bodyKey
	case "encrypt":
		return encryptKey
	}
	for i, key := range queryKeys() {
		if key == string(name) {
			return i
		}
	}
	return otherKey
}

// isSpelled reports whether a key is one of the parts, or encrypt, in another spelling.
func isSpelled(key []byte) bool {
	if string(key) == "encrypt" {
		return false
	}
	for _, plain := range [...]string{"signature", "msgsignature", "timestamp", "nonce", "echostr", "encrypttype", "encrypt"} {
		if isPlainly(key, plain) {
			return true
		}
	}
	return false
}

// dependsOnType reports whether scalarText reads a text differently if it is not a string.
func dependsOnType(text []byte) bool {
	return string(text) == "true" || string(text) == "false" || bytes.HasSuffix(text, []byte(".0"))
}

// isLiteral reports whether a text may be a number or a bool.
func isLiteral(text []byte) bool {
	return dependsOnType(text) || len(bytes.Trim(text, "0123456789+-.eE")) == 0
}
