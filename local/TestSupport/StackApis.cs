using DevStack.DownstreamApis;
using DevStack.Startup;

namespace TestSupport;

/// <summary>The APIs of the default stack by name.</summary>
internal static class StackApis
{
    extension(LocalStack stack)
    {
        public DownstreamApi Graph => stack.Apis["Graph"];

        public DownstreamApi Orders => stack.Apis["Orders"];
    }
}
