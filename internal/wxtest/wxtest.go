// Package wxtest supports the tests of the other packages: the official
// vectors, the account they were made for, an implementation of signatures and
// encryption that shares no code with package wxcrypt, callback servers that
// misbehave, a clock and deterministic random bytes.
//
// Only tests import it. Its functions panic where a test has made a mistake, such
// as an invalid key, so that they can be used in expressions.
package wxtest

import (
	"fmt"

	"wxtool/internal/callback"
	"wxtool/internal/wxcrypt"
)

// The account of the official WeCom sample.
const (
	Token = "QDG6eK"
	Key   = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
	AppID = "wx5823bf96d3bd56c7"
)

// OtherKey is the EncodingAESKey of the official samples for Official Accounts,
// and ZeroKey that of their JSON samples.
const (
	OtherKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
	ZeroKey  = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
)

// Account is the account of the official sample; a test changes what it needs to.
func Account(p callback.Platform, mode callback.Mode) callback.Account {
	return callback.Account{Platform: p, Mode: mode, Token: Token, Key: MustKey(Key), AppID: AppID, ReceiveID: AppID}
}

// MustKey parses an EncodingAESKey.
func MustKey(encodingAESKey string) *wxcrypt.Key {
	key, err := wxcrypt.ParseKey(encodingAESKey)
	if err != nil {
		panic(fmt.Sprintf("wxtest: %q: %v", encodingAESKey, err))
	}
	return key
}
