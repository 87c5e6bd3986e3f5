package conform_test

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"wxtool/internal/callback"
	"wxtool/internal/conform"
)

func brokenCryptos() []broken {
	const topic = conform.Crypto
	mp, work := append(only(callback.MP, callback.Compatible), only(callback.MP, callback.Safe)...), only(callback.Work)
	encrypted := slices.Concat(mp, work)
	receiveIDs := []string{"crypto/receiveid-wrong", "crypto/receiveid-empty"}
	lengths := []string{"crypto/length-beyond", "crypto/length-negative", "crypto/length-zero"}
	ciphers := []string{"crypto/wrong-key", "crypto/truncated", "crypto/ragged", "crypto/empty", "crypto/one-block", "crypto/garbage-base64"}
	echostrs := []string{"crypto/echostr-damaged", "crypto/echostr-length", "crypto/echostr-receiveid"}
	controlled := slices.Concat(ciphers, lengths, receiveIDs, []string{"crypto/padding-0", "crypto/padding-33", "crypto/refused-with-4xx", "crypto/no-oracle", "crypto/signature-first"})
	list := []broken{
		{name: "right", in: encrypted, handler: opener{}.handler},
		{name: "no route", in: encrypted, handler: func(setting, http.Handler) http.Handler { return http.NotFoundHandler() }, want: []string{"*"}},
		{name: "an answer to every error", in: encrypted, handler: opener{refuse: apologize, onlyPosts: true}.handler,
			want: slices.Concat(ciphers, lengths, receiveIDs, []string{"crypto/padding-0", "crypto/padding-33"})},
		{name: "padding of at most 16 bytes, which all controls have", in: encrypted, handler: opener{unpad: func(frame []byte) []byte {
			if frame[len(frame)-1] > 16 && !bytes.Contains(frame, []byte("oCheck_deli")) {
				panic("invalid padding")
			}
			return strictUnpad(frame)
		}, onlyPosts: true}.handler, want: []string{"crypto/every-padding"}},
		{name: "padding of at most 16 bytes, which no control has", in: encrypted, handler: opener{unpad: func(frame []byte) []byte {
			if frame[len(frame)-1] > 16 || bytes.Contains(frame, []byte("oCheck_deli")) {
				panic("invalid padding")
			}
			return strictUnpad(frame)
		}, onlyPosts: true}.handler, want: append(slices.Clone(controlled), "crypto/every-padding")},
		{name: "the frame is decoded as text", in: encrypted, handler: opener{unpad: func(frame []byte) []byte {
			if !utf8.Valid(frame[:16]) {
				panic("UnicodeDecodeError: 'utf-8' codec can't decode byte")
			}
			return strictUnpad(frame)
		}, onlyPosts: true}.handler, want: append(slices.Clone(controlled), "crypto/random-bytes")},
		{name: "length in characters", in: encrypted, handler: opener{split: runeSplit, onlyPosts: true}.handler, want: append(slices.Clone(controlled), "crypto/every-padding", "crypto/multibyte", "crypto/random-bytes")},
		{name: "zeros are stripped", in: encrypted, handler: opener{unpad: func(frame []byte) []byte {
			if frame[len(frame)-1] == 0 {
				return bytes.TrimRight(frame, "\x00")
			}
			return strictUnpad(frame)
		}, onlyPosts: true}.handler, want: []string{"crypto/padding-0"}},
		{name: "padding of the official sample in Go", in: encrypted, handler: opener{unpad: lastByteUnpad, onlyPosts: true}.handler, want: []string{"crypto/padding-33"}},
		{name: "padding of the official samples in PHP, Java and C#", in: encrypted, handler: opener{unpad: lenientUnpad, onlyPosts: true}.handler},
		{name: "text from <xml to </xml>", in: encrypted, handler: opener{split: xmlSplit, onlyPosts: true}.handler, want: slices.Concat(lengths, receiveIDs)},
		{name: "receiveid is not compared", in: encrypted, handler: opener{sameID: anyID, onlyPosts: true}.handler, want: receiveIDs},
		{name: "receiveid is compared only if it is there", in: encrypted, handler: opener{sameID: func(found, want string) bool { return found == "" || found == want }, onlyPosts: true}.handler, want: []string{"crypto/receiveid-empty"}},
		{name: "receiveid begins like the right one", in: encrypted, handler: opener{sameID: strings.HasPrefix, onlyPosts: true}.handler, want: []string{"crypto/receiveid-wrong"}},
		{name: "receiveid ends like the right one", in: encrypted, handler: opener{sameID: strings.HasSuffix, onlyPosts: true}.handler, want: []string{"crypto/receiveid-wrong"}},
		{name: "500 after an exception", in: encrypted, handler: opener{refuse: serverError}.handler, want: []string{"crypto/refused-with-4xx"}},
		{name: "500 for another receiveid", in: encrypted, handler: opener{refuse: func(w http.ResponseWriter, why any) {
			if why == "receiveid" {
				serverError(w, why)
				return
			}
			http.Error(w, "Forbidden", http.StatusForbidden)
		}}.handler, want: []string{"crypto/refused-with-4xx", "crypto/no-oracle"}},
		{name: "the reason in the body", in: encrypted, handler: opener{refuse: func(w http.ResponseWriter, why any) {
			if err, ok := why.(string); ok {
				http.Error(w, err, http.StatusBadRequest)
				return
			}
			http.Error(w, "decrypt", http.StatusBadRequest)
		}}.handler, want: []string{"crypto/no-oracle"}},
		{name: "decrypts before it checks the signature", in: encrypted, handler: opener{first: true}.handler, want: []string{"crypto/signature-first"}},
		{name: "the process ends on an exception", in: mp, handler: endsOnError, want: controlled},
		{name: "the process ends on an exception", in: work, handler: endsOnError, want: slices.Concat(controlled, echostrs)},
		{name: "verification: slices without checks", in: work, handler: func(s setting, right http.Handler) http.Handler {
			return posts(right, opener{unpad: lenientUnpad, split: sliceSplit, sameID: anyID}.handler(s, right))
		}, want: echostrs},
		{name: "verification: receiveid is not compared", in: work, handler: func(s setting, right http.Handler) http.Handler {
			return posts(right, opener{sameID: anyID}.handler(s, right))
		}, want: []string{"crypto/echostr-receiveid"}},
	}
	for i := range list {
		list[i].topic = topic
	}
	return list
}

// posts is a server that handles POST and GET in two ways.
func posts(post, get http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == "POST" {
			post.ServeHTTP(w, r)
			return
		}
		get.ServeHTTP(w, r)
	})
}
