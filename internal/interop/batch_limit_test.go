package interop

import (
	"bytes"
	"cmp"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha1"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"io"
	"runtime"
	"slices"
	"strconv"
	"unicode/utf8"
)

// The fastest batch that one writes by hand with the standard library, for one form of
// line. It is the yardstick of decrypt --batch and verify --log, and uses none of
// their packages.

// limitLine appends the result for a line.
type limitLine func(dst, line []byte, number int64) []byte

// limitBlock is some whole lines and their results.
type limitBlock struct {
	in, out []byte
	first   int64
	done    chan struct{}
}

// limitRun maps the lines of r to w, in order and on all cores.
func limitRun(r io.Reader, w io.Writer, worker func() limitLine) error {
	work, order := make(chan *limitBlock), make(chan *limitBlock, 8)
	free := make(chan *limitBlock, 16)
	for range runtime.GOMAXPROCS(0) {
		apply := worker()
		go func() {
			for b := range work {
				number := b.first
				for line := range bytes.Lines(b.in) {
					b.out = apply(b.out, bytes.TrimSuffix(line, []byte("\n")), number)
					number++
				}
				b.done <- struct{}{}
			}
		}()
	}
	var failed error
	go func() {
		failed = limitRead(r, work, order, free)
		close(work)
		close(order)
	}()
	for b := range order {
		<-b.done
		if _, err := w.Write(b.out); err != nil {
			return err
		}
		select {
		case free <- b:
		default:
		}
	}
	return failed
}

func limitRead(r io.Reader, work, order chan<- *limitBlock, free <-chan *limitBlock) error {
	var rest []byte
	number := int64(1)
	for {
		b := &limitBlock{in: make([]byte, 0, 512<<10), done: make(chan struct{}, 1)}
		select {
		case b = <-free:
		default:
		}
		b.in, b.out, b.first = append(b.in[:0], rest...), b.out[:0], number
		n, err := r.Read(b.in[len(b.in) : len(b.in)+256<<10])
		b.in = b.in[:len(b.in)+n]
		end := len(b.in)
		if err == nil {
			end = bytes.LastIndexByte(b.in, '\n') + 1
		}
		rest = append(rest[:0], b.in[end:]...)
		b.in = b.in[:end]
		number += int64(bytes.Count(b.in, []byte{'\n'}))
		order <- b
		work <- b
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// limitDecrypt decrypts {"encrypt":"…","msg_signature":"…","timestamp":"…","nonce":"…"} and
// bare values.
func limitDecrypt(token, key, receiveID string) func() limitLine {
	raw, err := base64.RawStdEncoding.DecodeString(key)
	if err != nil {
		panic(err)
	}
	block, err := aes.NewCipher(raw)
	if err != nil {
		panic(err)
	}
	return func() limitLine {
		mode := cipher.NewCBCDecrypter(block, raw[:16]).(interface {
			cipher.BlockMode
			SetIV([]byte)
		})
		var frame, joined []byte
		return func(dst, line []byte, number int64) []byte {
			encrypt, checked := line, false
			if line[0] == '{' {
				f := limitFields(line)
				encrypt = f[0]
				parts := [4][]byte{[]byte(token), f[2], f[3], encrypt}
				var ok bool
				if joined, ok = limitSigned(joined, parts[:], f[1]); !ok {
					return append(dst, "bad signature\n"...)
				}
				checked = true
			}
			frame, err = base64.StdEncoding.AppendDecode(frame[:0], encrypt)
			if err != nil || len(frame) < 32 || len(frame)%16 != 0 {
				return append(dst, "bad base64\n"...)
			}
			mode.SetIV(raw[:16])
			mode.CryptBlocks(frame, frame)
			end := len(frame) - int(frame[len(frame)-1])
			if end < 20 {
				return append(dst, "bad padding\n"...)
			}
			size := int(binary.BigEndian.Uint32(frame[16:20]))
			if size > end-20 || string(frame[20+size:end]) != receiveID {
				return append(dst, "bad frame\n"...)
			}
			dst = append(dst, `{"type":"message_line","ok":true,"line":`...)
			dst = strconv.AppendInt(dst, number, 10)
			dst = append(dst, `,"message":`...)
			dst = limitText(dst, frame[20:20+size])
			dst = append(dst, `,"receive_id":`...)
			dst = limitText(dst, frame[20+size:end])
			dst = append(dst, `,"random":"`...)
			dst = hex.AppendEncode(dst, frame[:16])
			dst = append(dst, `","signature_checked":`...)
			return append(strconv.AppendBool(dst, checked), "}\n"...)
		}
	}
}

// limitFields returns encrypt, msg_signature, timestamp and nonce of a JSON object of
// strings without escapes.
func limitFields(line []byte) (fields [4][]byte) {
	names := [4]string{"encrypt", "msg_signature", "timestamp", "nonce"}
	rest := line[1:]
	for len(rest) > 1 && rest[0] == '"' {
		end := bytes.IndexByte(rest[1:], '"') + 1
		name := rest[1:end]
		rest = rest[end+3:] // ":"
		end = bytes.IndexByte(rest, '"')
		for i := range names {
			if string(name) == names[i] {
				fields[i] = rest[:end]
			}
		}
		rest = rest[min(end+2, len(rest)):]
	}
	return fields
}

// limitSigned checks a signature.
func limitSigned(joined []byte, parts [][]byte, want []byte) ([]byte, bool) {
	for i := 1; i < len(parts); i++ {
		for j := i; j > 0 && bytes.Compare(parts[j], parts[j-1]) < 0; j-- {
			parts[j], parts[j-1] = parts[j-1], parts[j]
		}
	}
	joined = joined[:0]
	for _, p := range parts {
		joined = append(joined, p...)
	}
	sum := sha1.Sum(joined)
	var room [40]byte
	hex.Encode(room[:], sum[:])
	return joined, bytes.Equal(room[:], want)
}

// limitText appends a JSON string.
func limitText(dst, text []byte) []byte {
	dst = append(dst, '"')
	from := 0
	for i, c := range text {
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		dst = append(dst, text[from:i]...)
		from = i + 1
		switch c {
		case '"', '\\':
			dst = append(dst, '\\', c)
		case '\n':
			dst = append(dst, `\n`...)
		default:
			dst = append(dst, `\u00`...)
			dst = hex.AppendEncode(dst, []byte{c})
		}
	}
	if !utf8.Valid(text) {
		return append(dst, "not UTF-8"...)
	}
	return append(append(dst, text[from:]...), '"')
}

// limitVerify checks the signature of a line of an access log. It prints the numbers of
// wrong lines.
func limitVerify(token string) func() limitLine {
	return func() limitLine {
		var joined []byte
		return func(dst, line []byte, number int64) []byte {
			at := bytes.Index(line, []byte("signature="))
			if at < 0 {
				return dst
			}
			begin := bytes.LastIndexByte(line[:at], ' ') + 1
			query := line[begin:]
			query = query[:max(bytes.IndexByte(query, ' '), 0)]
			query = query[bytes.IndexByte(query, '?')+1:]
			var signature []byte
			parts := [3][]byte{[]byte(token)}
			for len(query) > 0 {
				name, value := query, query
				equal := bytes.IndexByte(query, '=')
				name, query = query[:equal], query[equal+1:]
				end := bytes.IndexByte(query, '&')
				if end < 0 {
					value, query = query, nil
				} else {
					value, query = query[:end], query[end+1:]
				}
				switch string(name) {
				case "signature":
					signature = value
				case "timestamp":
					parts[1] = value
				case "nonce":
					parts[2] = value
				}
			}
			var ok bool
			if joined, ok = limitSigned(joined, parts[:], signature); !ok {
				dst = append(strconv.AppendInt(dst, number, 10), '\n')
			}
			return dst
		}
	}
}

// The lines that the benchmarks read.

const (
	limitToken, limitAppID = "wxtool-limit-token", "wxlimit00000000000"
	limitKey               = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
)

// limitMessage returns the message of line i: a text message of 291 bytes.
func limitMessage(i int) string {
	n := strconv.Itoa(1_700_000_000 + i)
	return "<xml><ToUserName><![CDATA[gh_0123456789ab]]></ToUserName>\n<FromUserName><![CDATA[oLIMIT-abcdefghijklmnopqrstu]]></FromUserName>\n" +
		"<CreateTime>" + n + "</CreateTime>\n<MsgType><![CDATA[text]]></MsgType>\n<Content><![CDATA[你好，\"wxtool\" " + n + "]]></Content>\n<MsgId>2345678" + n + "</MsgId>\n</xml>"
}

// limitEnvelopes appends n lines for limitDecrypt.
func limitEnvelopes(dst []byte, n int, signed bool) []byte {
	raw, _ := base64.RawStdEncoding.DecodeString(limitKey)
	block, _ := aes.NewCipher(raw)
	for i := range n {
		message := limitMessage(i)
		random := sha1.Sum([]byte(message))
		frame := append([]byte{}, random[:16]...)
		frame = binary.BigEndian.AppendUint32(frame, uint32(len(message)))
		frame = append(append(frame, message...), limitAppID...)
		pad := 32 - len(frame)%32
		frame = append(frame, bytes.Repeat([]byte{byte(pad)}, pad)...)
		cipher.NewCBCEncrypter(block, raw[:16]).CryptBlocks(frame, frame)
		encrypt := base64.StdEncoding.EncodeToString(frame)
		if !signed {
			dst = append(append(dst, encrypt...), '\n')
			continue
		}
		timestamp, nonce := strconv.Itoa(1_700_000_000+i), strconv.Itoa(1_000_000_000+i*7)
		dst = append(dst, `{"encrypt":"`+encrypt+`","msg_signature":"`+limitSignature(limitToken, timestamp, nonce, encrypt)+`","timestamp":"`+timestamp+`","nonce":"`+nonce+"\"}\n"...)
	}
	return dst
}

func limitSignature(parts ...string) string {
	slices.SortFunc(parts, cmp.Compare)
	var joined []byte
	for _, p := range parts {
		joined = append(joined, p...)
	}
	sum := sha1.Sum(joined)
	return hex.EncodeToString(sum[:])
}

// limitLog appends n lines of an access log; their signatures are right or wrong.
func limitLog(dst []byte, n int, right bool) []byte {
	for i := range n {
		timestamp, nonce := strconv.Itoa(1_700_000_000+i), strconv.Itoa(1_000_000_000+i*7)
		signature := limitSignature(limitToken, timestamp, nonce)
		if !right {
			signature = limitSignature(signature)
		}
		dst = append(dst, `101.226.103.61 - - [25/Apr/2024:17:15:04 +0800] "POST /wx?signature=`+signature+`&timestamp=`+timestamp+`&nonce=`+nonce+
			`&openid=oLIMIT-abcdefghijklmnopqrstu HTTP/1.0" 200 19 "-" "Mozilla/4.0"`+"\n"...)
	}
	return dst
}
