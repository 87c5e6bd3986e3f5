// Package wxcrypt implements the cryptography of WeChat's and WeCom's callbacks: the
// SHA-1 signatures, the EncodingAESKey and the AES-256-CBC frame. The official
// libraries call these WXBizMsgCrypt.
//
// # Signatures
//
// A signature is the lower-case hexadecimal SHA-1 of its parts, sorted byte-wise and
// joined without a separator. The parts of signature are Token, timestamp and nonce;
// msg_signature, of an encrypted message, also has the Encrypt value. See
// [Signature].
//
// # The frame
//
// An Encrypt value is the base64 of an AES-256-CBC ciphertext whose plaintext
// is
//
//	random(16) | length of message (4 bytes, big endian) | message | receiveid
//
// padded by PKCS #7 to a multiple of 32 bytes. The key is the decoded
// EncodingAESKey and the IV its first 16 bytes. See [Key] and [Frame].
//
// The package follows the official pages on message encryption
// (developers.weixin.qq.com, "消息加解密说明", and developer.work.weixin.qq.com
// path/90968). It uses only the standard library, is safe for concurrent use and
// does not panic on any input. Its errors wrap an [*Error].
package wxcrypt
