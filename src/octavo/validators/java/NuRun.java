import java.io.File;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import nu.validator.client.EmbeddedValidator;

/** Returns what the Nu checker says of a page and the CSS in it: one entry, its JSON report. */
public final class NuRun implements Function<String, List<Map<String, Object>>> {
    @Override
    public List<Map<String, Object>> apply(String path) {
        if (!new File(path).isFile()) {
            throw new IllegalArgumentException("there is no file " + path);
        }
        EmbeddedValidator checker = new EmbeddedValidator();
        checker.setOutputFormat(EmbeddedValidator.OutputFormat.JSON);
        checker.setForceHTML(true);
        Map<String, Object> report = new LinkedHashMap<>();
        try {
            report.put("report", checker.validate(Path.of(path)));
        } catch (Exception problem) {
            throw new IllegalStateException(problem);
        }
        return List.of(report);
    }

    @Override
    public String toString() {
        return String.valueOf(EmbeddedValidator.class.getPackage().getImplementationVersion());
    }
}
