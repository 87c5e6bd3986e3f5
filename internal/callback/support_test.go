package callback_test

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha1"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"wxtool/internal/callback"
	"wxtool/internal/wxcrypt"
)

// vector is one sample of the official libraries and pages.
type vector struct {
	Token, Key, ReceiveID, Timestamp, Nonce, Signature string
	MsgSignature                                       string `json:"msg_signature"`
	Encrypt, Random, Message, Contains                 string
	Name                                               string
	Length                                             int
}

// official returns the vector whose name begins with name.
func official(t testing.TB, name string) vector {
	t.Helper()
	data, err := os.ReadFile("../wxcrypt/testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []vector
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(all, func(v vector) bool { return strings.HasPrefix(v.Name, name+" ") })
	if i < 0 {
		t.Fatalf("no vector %s", name)
	}
	return all[i]
}

func (v vector) account(t testing.TB, p callback.Platform, mode callback.Mode) *callback.Account {
	return &callback.Account{Platform: p, Mode: mode, Token: v.Token, Key: mustKey(t, v.Key), AppID: v.ReceiveID, ReceiveID: v.ReceiveID}
}

// query is the encrypted push's, as each platform sends it.
func (v vector) query(p callback.Platform) callback.Query {
	if p == callback.Work {
		return callback.ParseQuery("msg_signature=" + v.MsgSignature + "&timestamp=" + v.Timestamp + "&nonce=" + v.Nonce)
	}
	return callback.ParseQuery("signature=" + v.Signature + "&timestamp=" + v.Timestamp + "&nonce=" + v.Nonce + "&encrypt_type=aes&msg_signature=" + v.MsgSignature)
}

func mustKey(t testing.TB, s string) *wxcrypt.Key {
	t.Helper()
	key, err := wxcrypt.ParseKey(s)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// digest is the SHA-1 of parts joined as they stand; signature sorts them
// first. Both are this test's own.
func digest(parts ...string) string {
	sum := sha1.Sum([]byte(strings.Join(parts, "")))
	return hex.EncodeToString(sum[:])
}

func signature(parts ...string) string {
	sorted := slices.Clone(parts)
	slices.Sort(sorted)
	return digest(sorted...)
}

// cbc is this test's own AES: the key's 32 bytes, the IV its first 16.
func cbc(t testing.TB, key string) (cipher.Block, []byte) {
	t.Helper()
	raw, err := base64.StdEncoding.DecodeString(key + "=")
	if err != nil {
		t.Fatal(err)
	}
	block, err := aes.NewCipher(raw)
	if err != nil {
		t.Fatal(err)
	}
	return block, raw[:16]
}

// encrypted is this test's own Encrypt value.
func encrypted(t testing.TB, key, random, msg, receiveID string) string {
	t.Helper()
	block, iv := cbc(t, key)
	buf := binary.BigEndian.AppendUint32([]byte(random), uint32(len(msg)))
	buf = append(append(buf, msg...), receiveID...)
	pad := 32 - len(buf)%32
	buf = append(buf, bytes.Repeat([]byte{byte(pad)}, pad)...)
	cipher.NewCBCEncrypter(block, iv).CryptBlocks(buf, buf)
	return base64.StdEncoding.EncodeToString(buf)
}

// decrypted undoes encrypted, without the random bytes and the padding.
func decrypted(t testing.TB, key, encrypt string) (msg, receiveID string) {
	t.Helper()
	block, iv := cbc(t, key)
	buf, err := base64.StdEncoding.DecodeString(encrypt)
	if err != nil || len(buf) < 32 {
		t.Fatalf("%q: %v", encrypt, err)
	}
	cipher.NewCBCDecrypter(block, iv).CryptBlocks(buf, buf)
	size := binary.BigEndian.Uint32(buf[16:20])
	rest := buf[20 : len(buf)-int(buf[len(buf)-1])]
	return string(rest[:size]), string(rest[size:])
}

// eachFixture runs test over every XML sample that is well-formed, as the file
// stands.
func eachFixture(t *testing.T, test func(t *testing.T, path string, data []byte)) {
	t.Helper()
	n := 0
	err := fs.WalkDir(os.DirFS("../../fixtures"), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(path, "hostile/") || !strings.HasSuffix(path, ".xml") {
			return err
		}
		data, err := os.ReadFile("../../fixtures/" + path)
		n++
		t.Run(path, func(t *testing.T) { test(t, path, data) })
		return err
	})
	if err != nil || n < 50 {
		t.Fatalf("%d fixtures, err = %v", n, err)
	}
}

const (
	testKey    = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
	otherKey   = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
	testRandom = "0123456789abcdef"
)

var testStamp = callback.Stamp{Timestamp: "1735689600", Nonce: "372623149", Random: [16]byte([]byte(testRandom))}

func mpAccount(t testing.TB, mode callback.Mode) *callback.Account {
	return &callback.Account{Platform: callback.MP, Mode: mode, Token: "tok3n", Key: mustKey(t, testKey), AppID: "wx5823bf96d3bd56c7", ReceiveID: "wx5823bf96d3bd56c7"}
}

func workAccount(t testing.TB) *callback.Account {
	return &callback.Account{Platform: callback.Work, Mode: callback.Safe, Token: "tok3n", Key: mustKey(t, testKey), AppID: "ww5b1c8e2f7a904d63", AgentID: "1000002", ReceiveID: "ww5b1c8e2f7a904d63"}
}
