import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.security.*;
import java.security.spec.X509EncodedKeySpec;
import java.util.*;
import org.erdtman.jcs.JsonCanonicalizer;
import static java.nio.charset.StandardCharsets.UTF_8;

/** Verifies the grant of a request, by the rules of docs/agency.md and in their order. */
final class VerifyGrant {
  static final int LIFETIME = 30, SKEW = 5;
  static final List<String> MEMBERS = List.of("v", "agency", "requester", "purpose", "caseReference",
      "protocolVersion", "operation", "people", "families", "streams", "body", "salt");
  private static final byte[] ED25519_SPKI = HexFormat.of().parseHex("302a300506032b6570032100"); // RFC 8410
  private static final ObjectMapper JSON = new ObjectMapper();
  private final Map<String, Double> used = new HashMap<>();
  private final String agency, issuer;
  private final double startedAt;

  VerifyGrant(String agency, String issuer, double startedAt) {
    this.agency = agency;
    this.issuer = issuer;
    this.startedAt = startedAt;
  }

  /** "GRANTED", or the code of the refusal. keys: what the gateway publishes. */
  synchronized String verify(JsonNode request, JsonNode keys, double now) throws Exception {
    JsonNode grant = request.path("extensions").path("grant"), statement, header, payload;
    if (grant.isMissingNode() || grant.isNull()) return "GRANT_MISSING";
    String text = grant.path("statement").asText();
    String[] seal = grant.path("seal").asText().split("\\.", -1);
    try {
      statement = JSON.readTree(text);
      header = JSON.readTree(decode(seal[0]));
      payload = JSON.readTree(decode(seal[1]));
    } catch (java.io.IOException | IllegalArgumentException | ArrayIndexOutOfBoundsException fault) {
      return "GRANT_MALFORMED";
    }
    if (seal.length != 3 || !MEMBERS.stream().allMatch(statement::has)) return "GRANT_MALFORMED";
    if (!header.path("alg").asText().equals("EdDSA")) return "GRANT_SIGNATURE_INVALID"; // ours to say
    JsonNode key = null;
    for (JsonNode one : keys.path("keys")) if (one.path("kid").equals(header.path("kid"))) key = one;
    if (key == null) return "GRANT_KEY_UNKNOWN"; // here: fetch the keys again, at most every few seconds
    if (!signed(key, seal[0] + "." + seal[1], seal[2])) return "GRANT_SIGNATURE_INVALID";
    if (!List.of("iss", "iat", "exp", "jti", "digests").stream().allMatch(payload::has)) return "GRANT_MALFORMED";

    double issued = payload.path("iat").asDouble(), ends = Math.min(payload.path("exp").asDouble(), issued + LIFETIME);
    String sealed = digest(text.getBytes(UTF_8)), once = payload.path("jti").asText() + " " + sealed;
    if (!payload.path("iss").asText().equals(issuer)) return "GRANT_ISSUER_UNKNOWN";
    if (issued > now + SKEW) return "GRANT_NOT_YET_VALID";
    if (now > ends || issued < startedAt) return "GRANT_EXPIRED";
    if (!payload.path("digests").valueStream().anyMatch((one) -> one.asText().equals(sealed))) return "GRANT_STATEMENT_NOT_SEALED";
    if (!statement.path("agency").asText().equals(agency)) return "GRANT_FOR_ANOTHER_AGENCY";
    JsonNode variables = request.path("variables");
    Object sent = variables.isMissingNode() || variables.isNull() ? Map.of() : variables;
    byte[] body = new JsonCanonicalizer(JSON.writeValueAsString(List.of(request.path("query"), sent))).getEncodedUTF8();
    if (!statement.path("body").asText().equals(digest(body))) return "GRANT_FOR_ANOTHER_REQUEST";
    used.values().removeIf((until) -> until < now);
    return used.putIfAbsent(once, now + LIFETIME + SKEW) == null ? "GRANTED" : "GRANT_REPLAYED";
  }

  private static boolean signed(JsonNode key, String text, String signature) throws GeneralSecurityException {
    byte[] x = decode(key.path("x").asText()), spki = Arrays.copyOf(ED25519_SPKI, ED25519_SPKI.length + x.length);
    System.arraycopy(x, 0, spki, ED25519_SPKI.length, x.length);
    Signature check = Signature.getInstance("Ed25519");
    check.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki)));
    check.update(text.getBytes(UTF_8));
    return signature.length() == 86 && check.verify(decode(signature)); // 64 bytes
  }

  private static byte[] decode(String text) {
    return Base64.getUrlDecoder().decode(text);
  }

  private static String digest(byte[] bytes) throws NoSuchAlgorithmException {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
