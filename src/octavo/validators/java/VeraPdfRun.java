import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.ReleaseDetails;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.VeraPDFFoundry;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl;
import org.verapdf.pdfa.validation.profiles.ErrorDetails;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Returns where a PDF does not keep to the standards that it claims: PDF/UA-1 or 2, PDF/A-2a, 3a, 4.
 *
 * <p>veraPDF's profiles are read here rather than by veraPDF: it would do so with JAXB, which Java
 * no longer has.
 */
public final class VeraPdfRun implements Function<String, List<Map<String, Object>>> {
    private static final String FOLDER = "/org/verapdf/pdfa/validation/";

    private static final Map<PDFAFlavour, String> FILES =
            Map.of(
                    PDFAFlavour.PDFUA_1, "PDFUA-1.xml",
                    PDFAFlavour.PDFUA_2, "PDFUA-2-ISO32005.xml",
                    PDFAFlavour.PDFA_2_A, "PDFA-2A.xml",
                    PDFAFlavour.PDFA_3_A, "PDFA-3A.xml",
                    PDFAFlavour.PDFA_4, "PDFA-4.xml");

    private final Map<PDFAFlavour, ValidationProfile> profiles = new LinkedHashMap<>();

    public VeraPdfRun() {
        VeraGreenfieldFoundryProvider.initialise();
    }

    /** What a file claims in its metadata; PDF/UA-1 and PDF/A-2a where it claims nothing. */
    private static List<PDFAFlavour> claimed(String path) throws IOException {
        String text = Files.readString(Path.of(path), StandardCharsets.ISO_8859_1);
        boolean isModern = text.contains("<pdfuaid:part>2</pdfuaid:part>");
        PDFAFlavour archive = PDFAFlavour.PDFA_2_A;
        if (text.contains("<pdfaid:part>3</pdfaid:part>")) {
            archive = PDFAFlavour.PDFA_3_A;
        } else if (text.contains("<pdfaid:part>4</pdfaid:part>")) {
            archive = PDFAFlavour.PDFA_4;
        }
        return List.of(isModern ? PDFAFlavour.PDFUA_2 : PDFAFlavour.PDFUA_1, archive);
    }

    private ValidationProfile known(PDFAFlavour flavour) throws Exception {
        if (!profiles.containsKey(flavour)) {
            profiles.put(flavour, profile(flavour, FILES.get(flavour)));
        }
        return profiles.get(flavour);
    }

    @Override
    public List<Map<String, Object>> apply(String path) {
        List<Map<String, Object>> found = new ArrayList<>();
        try {
            for (PDFAFlavour each : claimed(path)) {
                VeraPDFFoundry foundry = Foundries.defaultInstance();
                try (PDFAParser parser = foundry.createParser(new File(path), each);
                        PDFAValidator validator =
                                foundry.createValidator(known(each), -1, false, true, false)) {
                    found.addAll(findings(validator.validate(parser)));
                }
            }
        } catch (Exception problem) {
            throw new IllegalStateException(problem);
        }
        return found;
    }

    private static List<Map<String, Object>> findings(ValidationResult result) {
        List<Map<String, Object>> found = new ArrayList<>();
        for (TestAssertion each : result.getTestAssertions()) {
            if (each.getStatus() == TestAssertion.Status.FAILED) {
                RuleId rule = each.getRuleId();
                Map<String, Object> finding = new LinkedHashMap<>();
                finding.put("rule", rule.getClause() + "-" + rule.getTestNumber());
                finding.put("severity", "ERROR");
                String told = each.getErrorMessage();
                finding.put("message", told == null ? each.getMessage() : told);
                finding.put("excerpt", each.getLocation().getContext());
                found.add(finding);
            }
        }
        if (result.getTotalAssertions() == 0 || result.isCompliant() != found.isEmpty()) {
            throw new IllegalStateException("veraPDF came to no verdict");
        }
        return found;
    }

    @Override
    public String toString() {
        for (ReleaseDetails each : ReleaseDetails.getDetails()) {
            if (each.getId().equals("core")) {
                return each.getVersion();
            }
        }
        return String.valueOf(ReleaseDetails.getDetails());
    }

    private static ValidationProfile profile(PDFAFlavour flavour, String name) throws Exception {
        Document text;
        try (InputStream stream = PDFAFlavour.class.getResourceAsStream(FOLDER + name)) {
            text = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(stream);
        }
        Set<Rule> rules = new HashSet<>();
        for (Element each : all(text.getDocumentElement(), "rule")) {
            rules.add(rule(each));
        }
        Set<Variable> variables = new HashSet<>();
        for (Element each : all(text.getDocumentElement(), "variable")) {
            String name_ = each.getAttribute("name");
            variables.add(
                    Profiles.variableFromValues(
                            name_,
                            each.getAttribute("object"),
                            words(each, "defaultValue"),
                            words(each, "value")));
        }
        return Profiles.profileFromValues(
                flavour,
                Profiles.profileDetailsFromValues(name, name, "veraPDF", new Date(0)),
                "",
                rules,
                variables);
    }

    private static Rule rule(Element rule) {
        Element id = all(rule, "id").get(0);
        List<ErrorArgument> arguments = new ArrayList<>();
        for (Element each : all(rule, "argument")) {
            String name = each.hasAttribute("name") ? each.getAttribute("name") : null;
            arguments.add(ErrorArgumentImpl.fromValues(each.getTextContent(), name, null));
        }
        ErrorDetails error = Profiles.errorFromValues(words(rule, "message"), arguments);
        return Profiles.ruleFromValues(
                Profiles.ruleIdFromValues(
                        PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
                        id.getAttribute("clause"),
                        Integer.parseInt(id.getAttribute("testNumber"))),
                rule.getAttribute("object"),
                rule.hasAttribute("deferred") ? rule.getAttribute("deferred").equals("true") : null,
                rule.getAttribute("tags"),
                words(rule, "description"),
                words(rule, "test"),
                error,
                new ArrayList<>());
    }

    private static String words(Element element, String name) {
        return all(element, name).get(0).getTextContent();
    }

    private static List<Element> all(Element element, String name) {
        NodeList nodes = element.getElementsByTagName(name);
        List<Element> found = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            found.add((Element) nodes.item(i));
        }
        return found;
    }
}
