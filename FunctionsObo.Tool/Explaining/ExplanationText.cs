namespace FunctionsObo.Tool.Explaining;

/// <summary>Explanations for people to read.</summary>
internal static class ExplanationText
{
    public static void Write(TextWriter to, IReadOnlyList<Explanation> explanations)
    {
        foreach (var explanation in explanations)
        {
            to.WriteLine($"{explanation.Kind}: {explanation.Subject}");
            to.WriteLine($"  {explanation.Meaning}");
            if (explanation.Fix is { } fix) to.WriteLine($"  What to do: {fix}");
            var width = explanation.Details.Select(detail => detail.Name.Length).DefaultIfEmpty().Max();
            foreach (var detail in explanation.Details) to.WriteLine($"  {Mark(detail.State)} {detail.Name.PadRight(width)}  {detail.Value}{(detail.Note is { } note ? $"  ({note})" : "")}");
            to.WriteLine();
        }
    }

    private static string Mark(DetailState state) => state switch
    {
        DetailState.Fine => "ok",
        DetailState.Wrong => "NO",
        DetailState.Unknown => "? ",
        _ => "  ",
    };
}
