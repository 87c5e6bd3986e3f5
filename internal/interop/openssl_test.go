package interop

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

func openssl(t *testing.T, stdin []byte, args ...string) []byte {
	t.Helper()
	path, err := exec.LookPath("openssl")
	if err != nil {
		t.Skip("openssl is not installed")
	}
	cmd := exec.CommandContext(t.Context(), path, args...)
	cmd.Stdin = bytes.NewReader(stdin)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("openssl %s: %v\n%s", strings.Join(args, " "), err, stderr.Bytes())
	}
	return out
}

func opensslSign(t *testing.T, parts ...string) string {
	t.Helper()
	parts = slices.Clone(parts)
	slices.Sort(parts)
	out := strings.TrimSpace(string(openssl(t, []byte(strings.Join(parts, "")), "dgst", "-sha1")))
	return out[strings.LastIndex(out, " ")+1:]
}

func TestOpensslSignature(t *testing.T) {
	for _, c := range []struct{ token, timestamp, nonce string }{
		{"AAAAA", "1714036504", "1514711492"},
		{"zToken", "1", "9"},
		{official.token, "1714037059", "nonce-Z_z"},
	} {
		args := []string{"sign", "--token", c.token, "--timestamp", c.timestamp, "--nonce", c.nonce, "--field", "signature"}
		got := strings.TrimSpace(string(must(t, nil, args...).Stdout))
		if want := opensslSign(t, c.token, c.timestamp, c.nonce); got != want {
			t.Errorf("%v: wxtool %s, openssl %s", c, got, want)
		}
	}
}

const opensslRandom = "00112233445566778899aabbccddeeff"

// frame is the plaintext of an Encrypt value, independently of wxtool.
func frame(t *testing.T, message, id string) []byte {
	t.Helper()
	f, err := hex.DecodeString(opensslRandom)
	if err != nil {
		t.Fatal(err)
	}
	f = binary.BigEndian.AppendUint32(f, uint32(len(message)))
	f = append(append(f, message...), id...)
	pad := 32 - len(f)%32
	return append(f, bytes.Repeat([]byte{byte(pad)}, pad)...)
}

func TestOpensslCipher(t *testing.T) {
	key := official.aesKey(t)
	cipher := []string{"-aes-256-cbc", "-nopad", "-K", hex.EncodeToString(key), "-iv", hex.EncodeToString(key[:16])}
	aligned := strings.Repeat("a", 64-20-len(official.id))
	for _, message := range []string{"hi", awkward, aligned, aligned + "b", strings.Repeat("中", 500)} {
		flags := slices.Concat([]string{"encrypt", "--json", "--random", opensslRandom, "--timestamp", "1700000000", "--nonce", "77"}, official.flags())
		s := line[sealed](t, must(t, []byte(message), flags...))
		ciphertext, err := base64.StdEncoding.DecodeString(s.Encrypt)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := openssl(t, ciphertext, append([]string{"enc", "-d"}, cipher...)...), frame(t, message, official.id); !bytes.Equal(got, want) {
			t.Errorf("openssl decrypts\n%q, want\n%q", got, want)
		}
		if want := opensslSign(t, official.token, "1700000000", "77", s.Encrypt); s.MsgSignature != want {
			t.Errorf("msg_signature: wxtool %s, openssl %s", s.MsgSignature, want)
		}

		theirs := openssl(t, frame(t, message, official.id), append([]string{"enc", "-e"}, cipher...)...)
		bare := base64.StdEncoding.EncodeToString(theirs)
		o := line[opened](t, must(t, []byte(bare), slices.Concat([]string{"decrypt", "--json"}, official.flags())...))
		if o.Message != message || o.ReceiveID != official.id || o.Random != opensslRandom {
			t.Errorf("%q came out as %+v", message, o)
		}
	}
}
