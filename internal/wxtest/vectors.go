package wxtest

import (
	_ "embed"
	"encoding/json"
	"slices"
	"strings"

	"wxtool/internal/callback"
)

//go:embed vectors.json
var vectors []byte

// Vector is one sample published with the official libraries or pages. A field
// that its source does not give is empty.
type Vector struct {
	Name                                    string // begins with V1, V2, …
	Token, Key, ReceiveID, Timestamp, Nonce string
	Signature                               string
	MsgSignature                            string `json:"msg_signature"`
	Echostr, Encrypt, Random, Message       string
	Contains                                string // a part of the message, where Message is not known
	Length                                  int    // of the message in bytes
}

// Vectors returns all official samples.
func Vectors() []Vector {
	var all []Vector
	if err := json.Unmarshal(vectors, &all); err != nil {
		panic("wxtest: vectors.json: " + err.Error())
	}
	return all
}

// Official returns the sample with this number, such as V1.
func Official(number string) Vector {
	all := Vectors()
	i := slices.IndexFunc(all, func(v Vector) bool { return strings.HasPrefix(v.Name, number+" ") })
	if i < 0 {
		panic("wxtest: no official vector " + number)
	}
	return all[i]
}

// Account is the account that the sample was made for.
func (v *Vector) Account(p callback.Platform, mode callback.Mode) *callback.Account {
	return &callback.Account{Platform: p, Mode: mode, Token: v.Token, Key: MustKey(v.Key), AppID: v.ReceiveID, ReceiveID: v.ReceiveID}
}

// Query is that of the encrypted push, as the platform sends it.
func (v *Vector) Query(p callback.Platform) callback.Query {
	if p == callback.Work {
		return callback.ParseQuery("msg_signature=" + v.MsgSignature + "&timestamp=" + v.Timestamp + "&nonce=" + v.Nonce)
	}
	return callback.ParseQuery("signature=" + v.Signature + "&timestamp=" + v.Timestamp + "&nonce=" + v.Nonce +
		"&encrypt_type=aes&msg_signature=" + v.MsgSignature)
}

// Stamp is the timestamp, the nonce and the random bytes of the sample.
func (v *Vector) Stamp() callback.Stamp {
	s := callback.Stamp{Timestamp: v.Timestamp, Nonce: v.Nonce}
	copy(s.Random[:], v.Random)
	return s
}
