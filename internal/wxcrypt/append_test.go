package wxcrypt_test

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha1"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"strings"
	"sync"
	"testing"

	"wxtool/internal/wxcrypt"
	"wxtool/internal/wxtest"
)

// TestAppendForms checks the Append functions with the official vectors, with a
// prefix in the buffer and with reused buffers.
func TestAppendForms(t *testing.T) {
	var sealed, opened []byte
	for _, v := range wxtest.Vectors() {
		if v.MsgSignature != "" {
			if !wxcrypt.VerifyMsgSignature(v.MsgSignature, v.Token, v.Timestamp, v.Nonce, []byte(v.Encrypt)) {
				t.Errorf("%s: msg_signature %s refused", v.Name, v.MsgSignature)
			}
			if got := string(wxcrypt.AppendMsgSignature([]byte("x"), v.Token, v.Timestamp, v.Nonce, []byte(v.Encrypt))); got != "x"+v.MsgSignature {
				t.Errorf("%s: msg_signature %s, want x%s", v.Name, got, v.MsgSignature)
			}
		}
		if v.Encrypt == "" {
			continue
		}
		key := wxtest.MustKey(v.Key)
		for range 2 { // the second time with a reused block mode
			var view wxcrypt.View
			var err error
			opened, view, err = key.AppendOpen(append(opened[:0], "x"...), []byte(v.Encrypt))
			if err != nil || opened[0] != 'x' || string(view.ReceiveID) != v.ReceiveID {
				t.Fatalf("%s: receiveid %q, want %q, %v", v.Name, view.ReceiveID, v.ReceiveID, err)
			}
			sealed = key.Seal(append(sealed[:0], "x"...), &wxcrypt.Frame{Random: view.Random, Message: view.Message, ReceiveID: v.ReceiveID})
			if string(sealed) != "x"+v.Encrypt {
				t.Errorf("%s: sealed again %s, want x%s", v.Name, sealed, v.Encrypt)
			}
		}
	}
}

// TestMsgSignatureIsSignature: both functions sort the parts in the same way, for
// every position of Encrypt and whether or not the parts fit on the stack.
func TestMsgSignatureIsSignature(t *testing.T) {
	for _, encrypt := range []string{"", "0", "9", "Zz+/=", strings.Repeat("A", 1900), strings.Repeat("z", 5000)} {
		for _, token := range []string{"", "1", "AAAAA", "zzz"} {
			want := wxcrypt.Signature(token, "1409659813", "263014780", encrypt)
			if got := string(wxcrypt.AppendMsgSignature(nil, token, "1409659813", "263014780", []byte(encrypt))); got != want {
				t.Errorf("%q, %d bytes: %s, want %s", token, len(encrypt), got, want)
			}
		}
	}
}

func TestVerifyRefuses(t *testing.T) {
	encrypt := []byte("E")
	good := wxcrypt.Signature("QDG6eK", "1", "2", "E")
	for _, wrong := range []string{"", strings.ToUpper(good), good[:39], good + "0", good[1:] + good[:1]} {
		if wxcrypt.VerifyMsgSignature(wrong, "QDG6eK", "1", "2", encrypt) || wxcrypt.VerifySignature(wrong, "QDG6eK", "1", "2", "E") {
			t.Errorf("%q was accepted, right is %q", wrong, good)
		}
	}
	if !wxcrypt.VerifyMsgSignature(good, "QDG6eK", "1", "2", encrypt) {
		t.Errorf("%q was refused", good)
	}
}

func TestAppendFormsDoNotAllocate(t *testing.T) {
	key := wxtest.MustKey(wxtest.Key)
	frame := &wxcrypt.Frame{Message: bytes.Repeat([]byte("x"), 600), ReceiveID: "wx5823bf96d3bd56c7"}
	sealed, opened, digest := make([]byte, 0, 4096), make([]byte, 0, 4096), make([]byte, 0, 64)
	if raceEnabled() {
		t.Skip("under the race detector, pools drop items at random")
	}
	if n := testing.AllocsPerRun(200, func() {
		sealed = key.Seal(sealed[:0], frame)
		digest = wxcrypt.AppendMsgSignature(digest[:0], "QDG6eK", "1409659813", "1372623149", sealed)
		var err error
		if opened, _, err = key.AppendOpen(opened[:0], sealed); err != nil {
			t.Fatal(err)
		}
	}); n > 0.1 { // a garbage collection may empty the pools once
		t.Errorf("%v allocations", n)
	}
}

func TestDigestsDoNotAllocate(t *testing.T) {
	if raceEnabled() {
		t.Skip("the race detector allocates")
	}
	d, text := wxcrypt.NewDigests(), bytes.Repeat([]byte("x"), 320)
	sum := sha1.Sum(text)
	if n := testing.AllocsPerRun(100, func() { d.Is(&sum, text) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

// TestCallersAllocateOnlyResults: what returns a new value allocates that value alone.
func TestCallersAllocateOnlyResults(t *testing.T) {
	if raceEnabled() {
		t.Skip("under the race detector, pools drop items at random")
	}
	key := wxtest.MustKey(wxtest.Key)
	frame := &wxcrypt.Frame{Message: bytes.Repeat([]byte("x"), 600), ReceiveID: "wx5823bf96d3bd56c7"}
	sealed := key.Seal(nil, frame)
	if n := testing.AllocsPerRun(200, func() {
		if key.SealString(frame) != string(sealed) {
			t.Fatal("not what Seal returns")
		}
	}); n > 1.1 { // a garbage collection may empty the pools once
		t.Errorf("SealString: %v allocations", n)
	}
	exact := make([]byte, 0, frame.SealedLen())
	if n := testing.AllocsPerRun(200, func() { key.Seal(exact, frame) }); n > 0.1 || len(sealed) != frame.SealedLen() {
		t.Errorf("Seal into %d bytes for %d: %v allocations", frame.SealedLen(), len(sealed), n)
	}
	if n := testing.AllocsPerRun(200, func() {
		if f, err := key.Open(sealed); err != nil || f.ReceiveID != frame.ReceiveID {
			t.Fatal("not the frame")
		}
	}); n > 1.1 {
		t.Errorf("Open: %v allocations", n)
	}
}

// TestReceiveIDsOfOneKey: frames of one key may have different receiveids.
func TestReceiveIDsOfOneKey(t *testing.T) {
	key := wxtest.MustKey(wxtest.Key)
	for _, id := range []string{"", "a", "b", "a", "", "ab"} {
		f, err := key.Open(key.Seal(nil, &wxcrypt.Frame{Message: []byte("x"), ReceiveID: id}))
		if err != nil || f.ReceiveID != id {
			t.Errorf("%q: %+v, %v", id, f, err)
		}
	}
}

func TestKeyIsForManyGoroutines(t *testing.T) {
	key := wxtest.MustKey(wxtest.Key)
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			want := bytes.Repeat([]byte{byte('a' + i)}, 100+i)
			for range 200 {
				frame, err := key.Open(key.Seal(nil, &wxcrypt.Frame{Message: want, ReceiveID: "id"}))
				if err != nil || !bytes.Equal(frame.Message, want) {
					t.Errorf("%v: another goroutine's frame", err)
					return
				}
			}
		})
	}
	all.Wait()
}

// yardstick does the same work with the standard library alone, for one key and with
// buffers of the right size. It is a lower bound for the benchmarks.
type yardstick struct {
	key      [32]byte
	enc, dec interface {
		cipher.BlockMode
		SetIV([]byte)
	}
}

func newYardstick(b testing.TB) *yardstick {
	y := new(yardstick)
	if _, err := base64.RawStdEncoding.Decode(y.key[:], []byte(wxtest.Key)); err != nil {
		b.Fatal(err)
	}
	block, err := aes.NewCipher(y.key[:])
	if err != nil {
		b.Fatal(err)
	}
	y.enc = cipher.NewCBCEncrypter(block, y.key[:16]).(interface {
		cipher.BlockMode
		SetIV([]byte)
	})
	y.dec = cipher.NewCBCDecrypter(block, y.key[:16]).(interface {
		cipher.BlockMode
		SetIV([]byte)
	})
	return y
}

func (y *yardstick) seal(dst, scratch, message []byte, id string) []byte {
	buf := append(scratch[:0], make([]byte, 16)...)
	buf = binary.BigEndian.AppendUint32(buf, uint32(len(message)))
	buf = append(append(buf, message...), id...)
	for pad := 32 - len(buf)%32; len(buf)%32 != 0 || pad == 32; pad = 0 {
		buf = append(buf, bytes.Repeat([]byte{byte(pad)}, pad)...)
	}
	y.enc.SetIV(y.key[:16])
	y.enc.CryptBlocks(buf, buf)
	return base64.StdEncoding.AppendEncode(dst, buf)
}

func (y *yardstick) open(dst, sealed []byte) []byte {
	buf, _ := base64.StdEncoding.AppendDecode(dst, sealed)
	y.dec.SetIV(y.key[:16])
	y.dec.CryptBlocks(buf, buf)
	return buf[20 : 20+binary.BigEndian.Uint32(buf[16:])]
}

func TestYardstickAgrees(t *testing.T) {
	y, key := newYardstick(t), wxtest.MustKey(wxtest.Key)
	for n := range 100 {
		message := bytes.Repeat([]byte("x"), n)
		want := key.Seal(nil, &wxcrypt.Frame{Message: message, ReceiveID: "id"})
		if got := y.seal(nil, nil, message, "id"); !bytes.Equal(got, want) || !bytes.Equal(y.open(nil, want), message) {
			t.Fatalf("%d bytes: %s, want %s", n, got, want)
		}
	}
}

func BenchmarkFrame600(b *testing.B) {
	message, id := bytes.Repeat([]byte("x"), 600), "wx5823bf96d3bd56c7"
	key, y := wxtest.MustKey(wxtest.Key), newYardstick(b)
	sealed := key.Seal(nil, &wxcrypt.Frame{Message: message, ReceiveID: id})
	out, scratch := make([]byte, 0, 4096), make([]byte, 0, 4096)
	run := func(name string, work func()) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				work()
			}
		})
	}
	frame := &wxcrypt.Frame{Message: message, ReceiveID: id}
	run("seal", func() { out = key.Seal(out[:0], frame) })
	run("seal-yardstick", func() { out = y.seal(out[:0], scratch, message, id) })
	run("open", func() { out, _, _ = key.AppendOpen(out[:0], sealed) })
	run("open-yardstick", func() { y.open(out[:0], sealed) })
	run("sign", func() { wxcrypt.AppendMsgSignature(scratch[:0], "QDG6eK", "1409659813", "1372623149", sealed) })
	run("sign-yardstick", func() {
		joined := append(append(append(append(scratch[:0], "1372623149"...), "1409659813"...), "QDG6eK"...), sealed...)
		sum := sha1.Sum(joined)
		hex.AppendEncode(out[:0], sum[:])
	})
}
