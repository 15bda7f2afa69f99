import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.util.*;

/** Answers each vector of the file that is named, a line each. */
public final class Main {
  public static void main(String[] given) throws Exception {
    JsonNode told = new ObjectMapper().readTree(new File(given[0]));
    Map<String, JsonNode> byName = new HashMap<>();
    for (JsonNode one : told.path("vectors")) byName.put(one.path("name").asText(), one);
    for (JsonNode last : told.path("vectors")) {
      VerifyGrant grants = new VerifyGrant(
          told.path("agency").asText(), told.path("issuer").asText(), last.path("startedAt").asDouble());
      for (JsonNode name : last.path("after")) answer(grants, told, byName.get(name.asText()));
      System.out.println(last.path("name").asText() + " " + answer(grants, told, last));
    }
  }

  private static String answer(VerifyGrant grants, JsonNode told, JsonNode vector) throws Exception {
    JsonNode keys = told.path("keySets").path(vector.path("keys").asText());
    return grants.verify(vector.path("request"), keys, vector.path("receivedAt").asDouble());
  }
}
