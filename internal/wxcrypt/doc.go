// Package wxcrypt is the cryptography of WeChat's and WeCom's callbacks: the
// SHA-1 signatures, the EncodingAESKey and the AES-256-CBC frame that together
// the official libraries call WXBizMsgCrypt.
//
// # Signatures
//
// A callback is signed with the lower-case hexadecimal SHA-1 of its parts,
// sorted byte-wise and joined without a separator. The parts are Token,
// timestamp and nonce (signature), and the Encrypt value beside them where the
// message is encrypted (msg_signature). See [Signature].
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
// path/90968). It uses the standard library only, keeps no state between calls
// and never panics on what it is given.
package wxcrypt
